package io.rabbitra.sample;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** An implementation of the few methods of a large interface that a test needs. */
final class Stub {
  private Stub() {}

  /** Answers the named methods; any other method is an error of the test. */
  static <T> T of(Class<T> type, Map<String, Function<List<Object>, Object>> methods) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Function<List<Object>, Object> answer = methods.get(method.getName());
              if (answer == null) {
                throw new AssertionError("the test does not expect " + method);
              }
              return answer.apply(arguments == null ? List.of() : List.of(arguments));
            }));
  }
}
