package io.rabbitra.server;

/**
 * The Java versions that a server runs on.
 *
 * @param lowest the lowest feature version
 * @param highest the highest one, {@link Integer#MAX_VALUE} if none is too high
 */
public record JavaVersions(int lowest, int highest) {

  static JavaVersions from(int lowest) {
    return new JavaVersions(lowest, Integer.MAX_VALUE);
  }

  static JavaVersions between(int lowest, int highest) {
    return new JavaVersions(lowest, highest);
  }

  /** Whether the server runs on this version. */
  public boolean contains(int version) {
    return version >= lowest && version <= highest;
  }

  @Override
  public String toString() {
    return highest == Integer.MAX_VALUE ? lowest + " or later" : lowest + " to " + highest;
  }
}
