const localVariables =
  'it reads or makes local variables by name, which TypeScript cannot; name the variables';
const arguments_ = 'it looks at the arguments of the function around it; write a rest parameter `...args`';
const output = 'it catches what the program prints; give setOutput() a function instead';
const web = 'it belongs to a web request, which an automaton does not have';

const reasons: readonly (readonly [reason: string, names: string])[] = [
  [localVariables, 'compact extract get_defined_vars import_request_variables'],
  [arguments_, 'func_get_args func_get_arg func_num_args'],
  [output, 'ob_start ob_get_clean ob_get_contents ob_end_clean ob_end_flush ob_get_flush ob_get_level'],
  [web, 'header headers_sent setcookie session_start session_id session_destroy http_response_code'],
  ['it runs text as a program; write the program', 'eval create_function assert'],
  ['PHP 8 has it no more; write foreach', 'each'],
  [
    'TypeScript has no warnings to handle; throw and catch',
    'trigger_error user_error set_error_handler restore_error_handler',
  ],
  [
    'there is no such hook; catch where the program starts',
    'set_exception_handler register_shutdown_function spl_autoload_register __autoload',
  ],
  ['it takes several arrays by reference; sort an array of objects', 'array_multisort'],
  ['a text from outside could make any object; write and read JSON', 'unserialize'],
  [
    'there is no limit to set or to ask; leave it out',
    'set_time_limit ignore_user_abort memory_get_usage memory_get_peak_usage gc_collect_cycles',
  ],
  ['the packed bytes need a Buffer or DataView', 'pack unpack'],
  [
    'calling context is not kept; use Error().stack',
    'debug_backtrace debug_print_backtrace get_called_class',
  ],
  ['a signal handler is process.on() in Node.js', 'pcntl_signal pcntl_signal_dispatch pcntl_alarm'],
  [
    'it needs OpenSSL; use node:crypto',
    'openssl_encrypt openssl_decrypt openssl_sign openssl_verify password_hash password_verify crypt',
  ],
];

/** Functions that cannot be had as functions, by their name in lower case: why, and what to do instead. */
export const untranslatableFunctions: ReadonlyMap<string, string> = new Map(
  reasons.flatMap(([reason, names]) => names.split(' ').map((name) => [name, reason] as const)),
);
