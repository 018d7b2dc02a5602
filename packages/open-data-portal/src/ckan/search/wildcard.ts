/**
 * Whether a text fits a pattern of `*` (any characters) and `?` (one character), in time that grows with the product of
 * their lengths at worst: a regular expression would take exponentially long for some patterns.
 */
export const fitsWildcard = (text: string, pattern: string): boolean => {
  let at = 0;
  let sought = 0;
  let star = -1;
  let retry = 0;
  while (at < text.length) {
    const wanted = pattern[sought];
    if (wanted === '*') {
      star = sought;
      retry = at;
      sought += 1;
    } else if (wanted !== undefined && (wanted === '?' || wanted === text[at])) {
      at += 1;
      sought += 1;
    } else if (star >= 0) {
      retry += 1;
      at = retry;
      sought = star + 1;
    } else return false;
  }
  while (pattern[sought] === '*') sought += 1;
  return sought === pattern.length;
};
