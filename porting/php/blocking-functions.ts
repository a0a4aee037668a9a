/** What a call waits for. */
export type BlockingKind = 'file' | 'network' | 'database' | 'sleep' | 'process';

const names: Readonly<Record<BlockingKind, string>> = {
  file: `fopen fclose fread fwrite fputs fgets fgetc feof fflush fgetcsv fputcsv fseek ftell rewind ftruncate flock
    file file_get_contents file_put_contents file_exists is_file is_dir is_readable is_writable is_writeable is_link
    filesize filemtime filectime fileatime fileperms touch unlink rename copy mkdir rmdir opendir readdir closedir
    rewinddir scandir glob tempnam tmpfile readfile parse_ini_file realpath stat lstat chmod chown move_uploaded_file
    stream_get_contents stream_get_line fpassthru simplexml_load_file`,
  network: `curl_init curl_exec curl_close curl_setopt curl_setopt_array curl_error curl_errno curl_getinfo
    curl_multi_init curl_multi_exec curl_multi_add_handle curl_multi_select curl_multi_getcontent
    fsockopen pfsockopen stream_socket_client stream_socket_server stream_socket_accept stream_select
    socket_create socket_connect socket_bind socket_listen socket_accept socket_read socket_write socket_send
    socket_recv socket_sendto socket_recvfrom socket_select socket_close gethostbyname gethostbyaddr dns_get_record
    checkdnsrr mail ftp_connect ftp_login ftp_get ftp_put ftp_close ldap_connect ldap_bind ldap_search get_headers
    snmpget snmpwalk imap_open ssh2_connect ssh2_exec`,
  database: `mysqli_connect mysqli_init mysqli_real_connect mysqli_query mysqli_prepare mysqli_stmt_execute
    mysqli_fetch_assoc mysqli_fetch_array mysqli_fetch_object mysqli_fetch_row mysqli_fetch_all mysqli_num_rows
    mysqli_insert_id mysqli_real_escape_string mysqli_close mysqli_error
    mysql_connect mysql_select_db mysql_query mysql_fetch_assoc mysql_fetch_array mysql_fetch_object mysql_fetch_row
    mysql_num_rows mysql_insert_id mysql_real_escape_string mysql_close mysql_error
    pg_connect pg_query pg_query_params pg_fetch_assoc pg_fetch_array pg_fetch_row pg_num_rows pg_close
    sqlsrv_connect sqlsrv_query sqlsrv_fetch_array odbc_connect odbc_exec odbc_fetch_array oci_connect oci_execute
    sqlite_open sqlite_query pdo mysqli sqlite3`,
  sleep: 'sleep usleep time_nanosleep time_sleep_until',
  process: `exec shell_exec system passthru popen pclose proc_open proc_close pcntl_fork pcntl_wait pcntl_waitpid
    readline fscanf`,
};

/**
 * Functions that wait for something outside the program, by their name in lower case: a handler must not, so a port
 * invokes them. `pdo`, `mysqli` and `sqlite3` are classes (`new PDO(…)`).
 */
export const blockingFunctions: ReadonlyMap<string, BlockingKind> = new Map(
  (Object.entries(names) as [BlockingKind, string][]).flatMap(([kind, list]) =>
    list
      .trim()
      .split(/\s+/)
      .map((name) => [name, kind] as const),
  ),
);
