package io.rabbitra.inbound;

import java.lang.annotation.Annotation;

/**
 * What an exception of the application asks for. Containers wrap what a bean throws, so the chain
 * of causes is searched; the outermost wish counts.
 *
 * <p>Classes and annotations are known by their names, for the application may bring a copy of the
 * API jar in a class loader of its own.
 */
enum ExceptionWish {
  NONE(null),
  /** {@code io.rabbitra.DoNotRedeliver}. */
  DO_NOT_REDELIVER("io.rabbitra.DoNotRedeliver"),
  /** {@code io.rabbitra.RequeueNow}. */
  REQUEUE_NOW("io.rabbitra.RequeueNow");

  /** Chains may be circles, or made anew with each call of getCause. */
  private static final int LONGEST_CHAIN = 100;

  private final String annotation;

  ExceptionWish(String annotation) {
    this.annotation = annotation;
  }

  /** The wish of the exception or its causes; NONE for null. Never throws. */
  static ExceptionWish of(Throwable thrown) {
    Throwable next = thrown;
    for (int i = 0; next != null && i < LONGEST_CHAIN; i++) {
      ExceptionWish wish = ofClass(next.getClass());
      if (wish != NONE) {
        return wish;
      }
      next = causeOf(next);
    }
    return NONE;
  }

  /** The cause, or null: getCause is the application's own code. */
  static Throwable causeOf(Throwable thrown) {
    try {
      Throwable cause = thrown.getCause();
      return cause == thrown ? null : cause;
    } catch (RuntimeException | LinkageError e) {
      return null;
    }
  }

  private static ExceptionWish ofClass(Class<?> type) {
    if (type == null || type == Object.class || type == Throwable.class) {
      return NONE;
    }
    for (ExceptionWish wish : values()) {
      if (wish != NONE && wish.isSaidBy(type)) {
        return wish;
      }
    }
    for (Class<?> implemented : type.getInterfaces()) {
      ExceptionWish wish = ofClass(implemented);
      if (wish != NONE) {
        return wish;
      }
    }
    return ofClass(type.getSuperclass());
  }

  private boolean isSaidBy(Class<?> type) {
    if (type.getName().equals(annotation + "Exception")) {
      return true;
    }
    try {
      for (Annotation present : type.getDeclaredAnnotations()) {
        if (present.annotationType().getName().equals(annotation)) {
          return true;
        }
      }
    } catch (RuntimeException | LinkageError e) {
      // An annotation names something that the application does not contain.
      ConsumerSession.LOG.log(
          System.Logger.Level.DEBUG, "Cannot read the annotations of {0}: {1}", type.getName(), e);
    }
    return false;
  }
}
