package io.rabbitra.inbound;

import java.lang.reflect.Method;

/** The methods of the message listener interfaces. */
final class ListenerMethods {

  private ListenerMethods() {}

  /** A method that the interface has, or the adapter is put together wrongly. */
  static Method of(Class<?> listener, String name, Class<?>... parameters) {
    try {
      return listener.getMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Whether a bean has a method of its own for one that its interface has a default for.
   *
   * @param bean null if the server does not tell; then yes
   */
  static boolean overrides(Class<?> bean, Method method) {
    if (bean == null) {
      return true;
    }
    try {
      return bean.getMethod(method.getName(), method.getParameterTypes()).getDeclaringClass()
          != method.getDeclaringClass();
    } catch (NoSuchMethodException e) {
      // A no-interface view or a proxy of the server.
      return true;
    }
  }
}
