package io.rabbitra.selector;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** A message of some other provider: header fields and properties, and nothing else. */
final class SelectableMessage {

  private final Map<String, Object> headers = new HashMap<>();
  private final Map<String, Object> properties = new HashMap<>();

  SelectableMessage() {
    headers.put("getJMSDeliveryMode", DeliveryMode.PERSISTENT);
    headers.put("getJMSPriority", 4);
    headers.put("getJMSTimestamp", 1700000000000L);
  }

  SelectableMessage header(String name, Object value) {
    headers.put("get" + name, value);
    return this;
  }

  SelectableMessage with(String name, Object value) {
    properties.put(name, value);
    return this;
  }

  Message build() {
    return proxy(
        (method, arguments) -> {
          if (method.equals("getObjectProperty")) {
            return properties.get((String) arguments[0]);
          }
          if (method.startsWith("getJMS")) {
            return headers.get(method);
          }
          throw new AssertionError("a selector must not call " + method);
        });
  }

  static Message throwing(Throwable failure) {
    return proxy(
        (method, arguments) -> {
          throw failure;
        });
  }

  static Throwable checked() {
    return new JMSException("unreadable");
  }

  private interface Answer {
    Object to(String method, Object[] arguments) throws Throwable;
  }

  private static Message proxy(Answer answer) {
    return (Message)
        Proxy.newProxyInstance(
            SelectableMessage.class.getClassLoader(),
            new Class<?>[] {Message.class},
            (proxy, method, arguments) -> answer.to(method.getName(), arguments));
  }
}
