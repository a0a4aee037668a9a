/** How the value that a function returns may be used without asking what it is. `list` is a JS array, `array` perhaps a `PhpArray`. */
export type PhpReturns =
  'bool' | 'int' | 'float' | 'number' | 'string' | 'list' | 'array' | 'value' | 'nothing';

/** What a translator needs to know of a function that is there. */
export interface PhpFunction {
  /** The export of this package. */
  readonly name: string;
  readonly returns: PhpReturns;
  /** Positions of arguments that PHP takes by reference, from 0. */
  readonly byReference?: readonly number[];
  /**
   * `in-place`: the argument is an array, which is changed as it is: write `arrayPush(list, 1)` anywhere.
   * `assign`: write `x = f(x, …)`, only as a statement, because the array may have to become another object.
   * `setter`: write a function that stores, anywhere: `pregMatch(p, s, (value) => { matches = value; })`; leave it
   * out when PHP leaves it out.
   */
  readonly byReferenceStyle?: 'in-place' | 'assign' | 'setter';
  /** Where it may differ from PHP, in a sentence for the person who ports. */
  readonly note?: string;
}

const names: Readonly<Record<PhpReturns, string>> = {
  bool: `in_array array_key_exists key_exists array_is_list array_walk array_walk_recursive sort rsort usort shuffle
    str_contains str_starts_with str_ends_with ctype_digit ctype_alpha ctype_alnum ctype_upper ctype_lower
    ctype_space ctype_xdigit ctype_punct
    is_null is_bool is_int is_integer is_long is_float is_double is_string is_array is_object is_numeric is_scalar
    is_iterable is_countable is_callable is_nan is_infinite is_finite boolval is_a is_subclass_of
    method_exists property_exists function_exists define defined error_log checkdate
    date_default_timezone_set hash_equals mb_check_encoding`,
  int: `count sizeof array_push array_unshift strlen mb_strlen strcmp strcasecmp strncmp strncasecmp strnatcmp
    strnatcasecmp substr_count mb_substr_count levenshtein similar_text ord mb_ord crc32 intval
    intdiv rand mt_rand random_int mt_getrandmax getrandmax time printf vprintf json_last_error preg_last_error
    spl_object_id`,
  float: `floatval doubleval floor ceil round sqrt pi fmod log log10 exp sin cos tan asin acos atan atan2 deg2rad
    rad2deg hypot fdiv lcg_value`,
  number: `array_sum array_product abs hexdec bindec octdec pow`,
  string: `implode join substr mb_substr str_repeat str_pad mb_str_pad strrev ucfirst lcfirst ucwords strtolower
    strtoupper mb_strtolower mb_strtoupper mb_convert_case mb_convert_encoding trim ltrim rtrim chop nl2br wordwrap
    chunk_split number_format sprintf vsprintf htmlspecialchars htmlspecialchars_decode htmlentities
    html_entity_decode addslashes stripslashes strip_tags quotemeta urlencode rawurlencode urldecode rawurldecode
    http_build_query base64_encode bin2hex dechex decbin decoct base_convert chr mb_chr md5 sha1 hash hash_hmac uniqid
    random_bytes openssl_random_pseudo_bytes preg_quote strtr str_rot13 substr_replace strval gettype get_debug_type
    get_class serialize json_last_error_msg date gmdate date_default_timezone_get basename dirname php_sapi_name
    phpversion gethostname utf8_encode utf8_decode ucwords lcfirst spl_object_hash
    preg_last_error_msg iconv addcslashes stripcslashes`,
  list: `array_values array_keys explode str_split mb_str_split range array_chunk get_class_methods`,
  array: `array_merge array_merge_recursive array_replace array_replace_recursive array_slice array_splice array_map
    array_filter array_combine array_fill array_fill_keys array_flip array_unique array_reverse array_column
    array_diff array_diff_key array_diff_assoc array_udiff array_intersect array_intersect_key array_intersect_assoc
    array_pad array_count_values array_change_key_case asort arsort ksort krsort uasort uksort
    natsort natcasesort get_object_vars getdate preg_grep sscanf`,
  value: `array_shift array_pop array_reduce array_search array_key_first array_key_last array_rand array_find
    array_find_key array_any array_all current pos key next prev reset end min max strpos stripos strrpos strripos
    mb_strpos mb_stripos mb_strrpos strstr strchr stristr strrchr mb_strstr strpbrk str_replace str_ireplace
    substr_compare parse_url base64_decode hex2bin preg_match preg_match_all preg_replace preg_replace_callback
    preg_split json_encode json_decode print_r var_export settype call_user_func call_user_func_array constant get_parent_class
    microtime hrtime mktime gmmktime strtotime getenv ini_get ini_set filter_var error_reporting
    iterator_to_array str_word_count count_chars`,
  nothing: `var_dump parse_str srand mt_srand flush`,
};

/** Functions of which the PHP name does not tell the export. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['key_exists', 'arrayKeyExists'],
  ['is_integer', 'isInt'],
  ['is_long', 'isInt'],
  ['is_double', 'isFloat'],
  ['doubleval', 'floatval'],
  ['sizeof', 'count'],
  ['join', 'implode'],
  ['chop', 'rtrim'],
  ['strchr', 'strstr'],
  ['pos', 'current'],
]);

type ByReference = Pick<PhpFunction, 'byReference' | 'byReferenceStyle'>;
const inPlace: ByReference = { byReference: [0], byReferenceStyle: 'in-place' };
const assign: ByReference = { byReference: [0], byReferenceStyle: 'assign' };
const setterAt = (position: number): ByReference => ({
  byReference: [position],
  byReferenceStyle: 'setter',
});

const byReference: ReadonlyMap<string, ByReference> = new Map<string, ByReference>([
  ...'array_shift array_pop array_push array_unshift array_splice sort rsort usort shuffle'
    .split(' ')
    .map((name) => [name, inPlace] as const),
  ...'asort arsort ksort krsort uasort uksort natsort natcasesort settype'
    .split(' ')
    .map((name) => [name, assign] as const),
  ['preg_match', setterAt(2)],
  ['preg_match_all', setterAt(2)],
  ['preg_replace', setterAt(4)],
  ['preg_replace_callback', setterAt(4)],
  ['str_replace', setterAt(3)],
  ['str_ireplace', setterAt(3)],
  ['similar_text', setterAt(2)],
  ['parse_str', setterAt(1)],
]);

const noSeed = 'Its numbers cannot be repeated by a seed.';
const classesOnly = 'Members and methods that are private or protected count as public ones.';
const patterns =
  'The pattern works on characters, as with the modifier u; what JavaScript lacks (possessive quantifiers, atomic groups, recursion) is an error.';
const zones = 'The time zone is UTC until date_default_timezone_set() says otherwise, whatever php.ini said.';

const notes: ReadonlyMap<string, string> = new Map([
  ...['rand', 'mt_rand', 'srand', 'mt_srand', 'shuffle', 'array_rand'].map((name) => [name, noSeed] as const),
  ...[
    'get_object_vars',
    'get_class_methods',
    'method_exists',
    'property_exists',
    'print_r',
    'var_dump',
    'var_export',
  ].map((name) => [name, classesOnly] as const),
  ...['preg_match', 'preg_match_all', 'preg_replace', 'preg_replace_callback', 'preg_split', 'preg_grep'].map(
    (name) => [name, patterns] as const,
  ),
  ...['date', 'mktime', 'getdate'].map((name) => [name, zones] as const),
  ['strtotime', 'It knows the common ways to write a time; others are an error.'],
  [
    'array_walk',
    'A callback that takes the element by reference cannot change it: write foreach, or eachByReference().',
  ],
  ['array_walk_recursive', 'A callback that takes the element by reference cannot change it.'],
  ['uniqid', 'It is the time in microseconds, as in PHP, and no secret.'],
  ['mb_convert_encoding', 'Only UTF-8 and ISO-8859-1 are converted; others are an error.'],
  ['iconv', 'Only UTF-8 and ISO-8859-1 are converted; others are an error.'],
  ['hash', 'md5, sha1, sha256, sha384, sha512 and crc32b are there; others are an error.'],
  ['hash_hmac', 'md5, sha1, sha256, sha384 and sha512 are there; others are an error.'],
  ['ini_get', 'There is no configuration: it is always false.'],
  ['ini_set', 'There is no configuration: it changes nothing.'],
  ['error_reporting', 'It changes nothing: what is wrong is thrown.'],
  ['is_float', 'A float without a fraction, such as 2.0, is an int here.'],
  ['is_int', 'A float without a fraction, such as 2.0, is an int here.'],
  ['gettype', 'A float without a fraction, such as 2.0, is an int here.'],
  ['call_user_func_array', 'Arguments with text keys are given in their order, not by their names.'],
  ['sscanf', 'It returns the values; variables by reference are not filled.'],
]);

/** The export for a PHP function: `array_merge` is `arrayMerge`, `strpos` is `strpos`. */
export function exportName(phpName: string): string {
  return (
    otherNames.get(phpName) ?? phpName.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  );
}

function noteOf(name: string): Pick<PhpFunction, 'note'> {
  const note = notes.get(name);
  return note === undefined ? {} : { note };
}

/** All functions that are there, by their PHP name in lower case. */
export const phpFunctions: ReadonlyMap<string, PhpFunction> = new Map(
  Object.entries(names).flatMap(([returns, list]) =>
    list
      .trim()
      .split(/\s+/)
      .map((name) => [
        name,
        {
          name: exportName(name),
          returns: returns as PhpReturns,
          ...byReference.get(name),
          ...noteOf(name),
        },
      ]),
  ),
);

export { blockingFunctions } from './blocking-functions.js';
export { phpConstants } from './constants.js';
export { untranslatableFunctions } from './untranslatable-functions.js';
