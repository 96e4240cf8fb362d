package io.rabbitra.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;

/**
 * Reads objects with the classes of the application, and refuses a class by its name before it is
 * loaded.
 */
final class TrustedObjectInputStream extends ObjectInputStream {

  /** Null for what this process has written itself. */
  private final TrustedPackages trusted;

  /** Asked after the application's loader; may be null. */
  private final ClassLoader second;

  private TrustedObjectInputStream(byte[] bytes, TrustedPackages trusted, ClassLoader second)
      throws IOException {
    super(new ByteArrayInputStream(bytes));
    this.trusted = trusted;
    this.second = second;
  }

  /** A stream that this process has written itself. */
  static TrustedObjectInputStream own(byte[] bytes, ClassLoader second) throws IOException {
    return new TrustedObjectInputStream(bytes, null, second);
  }

  /** A stream that somebody else may have written. */
  static TrustedObjectInputStream received(
      byte[] bytes, TrustedPackages trusted, ObjectLimits limits) throws IOException {
    TrustedObjectInputStream in = new TrustedObjectInputStream(bytes, trusted, null);
    in.setObjectInputFilter(limits);
    return in;
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass description)
      throws IOException, ClassNotFoundException {
    requireTrusted(description.getName());
    try {
      return load(description.getName());
    } catch (ClassNotFoundException notOfTheApplication) {
      // Knows the primitive types too.
      return super.resolveClass(description);
    }
  }

  @Override
  @SuppressWarnings("deprecation") // its replacement needs the instance, which is not there yet
  protected Class<?> resolveProxyClass(String[] interfaces)
      throws IOException, ClassNotFoundException {
    Class<?>[] types = new Class<?>[interfaces.length];
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    for (int i = 0; i < interfaces.length; i++) {
      requireTrusted(interfaces[i]);
      types[i] = load(interfaces[i]);
      if (!Modifier.isPublic(types[i].getModifiers())) {
        loader = types[i].getClassLoader();
      }
    }
    try {
      return Proxy.getProxyClass(loader, types);
    } catch (IllegalArgumentException notOneProxy) {
      throw new ClassNotFoundException(
          "no proxy for " + String.join(", ", interfaces), notOneProxy);
    }
  }

  private Class<?> load(String name) throws ClassNotFoundException {
    try {
      return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException notThere) {
      if (second == null) {
        throw notThere;
      }
      return Class.forName(name, false, second);
    }
  }

  private void requireTrusted(String className) throws NotTrustedException {
    if (trusted == null) {
      return;
    }
    String element = className;
    if (className.startsWith("[")) {
      int start = className.lastIndexOf('[') + 1;
      boolean ofObjects = className.startsWith("L", start) && className.endsWith(";");
      if (!ofObjects && !trusted.isNone()) {
        return;
      }
      element = ofObjects ? className.substring(start + 1, className.length() - 1) : className;
    }
    if (!trusted.trusts(element)) {
      throw new NotTrustedException(element);
    }
  }
}
