package io.rabbitra.logging;

/**
 * Makes the loggers of the adapter's classes.
 *
 * <p>Tomcat's log manager, which TomEE has, keeps the loggers of each context class loader apart
 * and takes their handlers away when that application is undeployed. A class of the adapter is
 * often initialised by the first application that needs it, and would be silent after it.
 */
public final class Loggers {

  private Loggers() {}

  /** A logger with the name of the class, and of its class loader. */
  public static System.Logger of(Class<?> owner) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(owner.getClassLoader());
    try {
      return System.getLogger(owner.getName());
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
