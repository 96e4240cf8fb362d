package io.rabbitra.selector;

/**
 * The pattern of LIKE (Jakarta Messaging 3.1, 3.8.1.1). A character is a Unicode code point; all of
 * them are alike, line terminators too.
 *
 * <p>An escape character makes the character after it stand for itself, whatever it is; the last
 * character of a pattern stands for itself if it is the escape character.
 */
final class LikePattern {

  private static final int ANY_ONE = -1;
  private static final int ANY_SEQUENCE = -2;

  private final int[] pattern;

  private LikePattern(int[] pattern) {
    this.pattern = pattern;
  }

  /**
   * @param escape the escape character, or a negative number for none
   */
  static LikePattern of(String text, int escape) {
    int[] characters = text.codePoints().toArray();
    int[] pattern = new int[characters.length];
    int length = 0;
    for (int i = 0; i < characters.length; i++) {
      int c = characters[i];
      if (c == escape && i + 1 < characters.length) {
        pattern[length++] = characters[++i];
      } else if (c == escape) {
        pattern[length++] = c;
      } else if (c == '_') {
        pattern[length++] = ANY_ONE;
      } else if (c == '%') {
        pattern[length++] = ANY_SEQUENCE;
      } else {
        pattern[length++] = c;
      }
    }
    return new LikePattern(java.util.Arrays.copyOf(pattern, length));
  }

  /**
   * Goes back only to the last {@code %}, for what the ones before it took need never change: the
   * time is at most the product of the two lengths.
   */
  boolean matches(String text) {
    int[] characters = text.codePoints().toArray();
    int t = 0;
    int p = 0;
    int sequence = -1;
    int sequenceEnd = 0;
    while (t < characters.length) {
      if (p < pattern.length && (pattern[p] == ANY_ONE || pattern[p] == characters[t])) {
        p++;
        t++;
      } else if (p < pattern.length && pattern[p] == ANY_SEQUENCE) {
        sequence = p++;
        sequenceEnd = t;
      } else if (sequence >= 0) {
        p = sequence + 1;
        t = ++sequenceEnd;
      } else {
        return false;
      }
    }
    while (p < pattern.length && pattern[p] == ANY_SEQUENCE) {
      p++;
    }
    return p == pattern.length;
  }
}
