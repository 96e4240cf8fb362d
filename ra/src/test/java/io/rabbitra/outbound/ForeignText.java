package io.rabbitra.outbound;

import jakarta.jms.TextMessage;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Map;

/** A text message of a provider that is not ours. */
final class ForeignText {

  private ForeignText() {}

  /**
   * @param headers what the session sets, by the names of the headers
   */
  static TextMessage of(String text, Map<String, Object> headers) {
    return (TextMessage)
        Proxy.newProxyInstance(
            ForeignText.class.getClassLoader(),
            new Class<?>[] {TextMessage.class},
            (proxy, method, arguments) -> answer(method, arguments, text, headers));
  }

  private static Object answer(
      Method method, Object[] arguments, String text, Map<String, Object> headers) {
    String name = method.getName();
    if (name.startsWith("setJMS")) {
      headers.put(name.substring(3), arguments[0]);
      return null;
    }
    if (name.equals("getText")) {
      return text;
    }
    if (name.equals("getPropertyNames")) {
      return Collections.emptyEnumeration();
    }
    Object header = name.startsWith("getJMS") ? headers.get(name.substring(3)) : null;
    if (header != null || !method.getReturnType().isPrimitive()) {
      return header;
    }
    if (method.getReturnType() == boolean.class) {
      return false;
    }
    return method.getReturnType() == long.class ? (Object) 0L : (Object) 0;
  }
}
