package io.rabbitra.outbound;

/** Looks into what a pool throws: it wraps what the factory threw, some more than once. */
final class Causes {

  private Causes() {}

  /** The outermost exception of the type, or null. */
  static <T extends Throwable> T find(Throwable thrown, Class<T> type) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    return null;
  }
}
