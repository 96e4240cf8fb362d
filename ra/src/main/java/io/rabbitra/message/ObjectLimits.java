package io.rabbitra.message;

import java.io.ObjectInputFilter;
import java.lang.reflect.Proxy;

/**
 * The filter of one stream: refuses a class that is not trusted, a graph that would cost more than
 * its bytes can justify, and what the JVM's own filter ({@code jdk.serialFilter}) refuses. For one
 * thread.
 */
final class ObjectLimits implements ObjectInputFilter {

  /** Objects within objects; each level costs several frames of the stack. */
  static final int MAX_DEPTH = 100;

  /** Empty collections may ask for more room than they have bytes. */
  private static final long SPARE_ELEMENTS = 1000;

  private final TrustedPackages trusted;
  private final long bytes;
  private long primitiveBytes;
  private long elements;
  private String refusal;

  /**
   * The limits of a graph.
   *
   * @param bytes of its serialized form
   */
  ObjectLimits(TrustedPackages trusted, int bytes) {
    this.trusted = trusted;
    this.bytes = bytes;
  }

  /** Why something was refused, null if nothing was. */
  String refusal() {
    return refusal;
  }

  @Override
  public Status checkInput(FilterInfo info) {
    ObjectInputFilter ofJvm = Config.getSerialFilter();
    if (ofJvm != null && ofJvm.checkInput(info) == Status.REJECTED) {
      return refuse("jdk.serialFilter refuses " + name(info.serialClass()));
    }
    if (info.depth() > MAX_DEPTH) {
      return refuse("more than " + MAX_DEPTH + " objects are within each other");
    }
    // Every reference and every element takes at least one byte.
    if (info.references() > bytes) {
      return refuse("it has more references than bytes");
    }
    Class<?> type = info.serialClass();
    if (type != null && !type.isArray() && !isTrusted(type)) {
      return refuse(NotTrustedException.text(type.getName()));
    }
    return info.arrayLength() < 0 ? Status.UNDECIDED : checkArray(type, info.arrayLength());
  }

  private boolean isTrusted(Class<?> type) {
    // The interfaces of a proxy were checked when it was resolved.
    return type.isPrimitive() || Proxy.isProxyClass(type) || trusted.trusts(type.getName());
  }

  /** Arrays are allocated before their elements are read, so all of them together are limited. */
  private Status checkArray(Class<?> type, long length) {
    Class<?> element = type == null ? Object.class : type.getComponentType();
    if (element != null && element.isPrimitive()) {
      primitiveBytes += length * width(element);
    } else {
      elements += length;
    }
    // A hash table has up to twice as many places as it has entries of at least two bytes.
    return primitiveBytes > bytes || elements > 2 * bytes + SPARE_ELEMENTS
        ? refuse("its arrays are larger than its bytes can fill")
        : Status.UNDECIDED;
  }

  private static int width(Class<?> primitive) {
    if (primitive == long.class || primitive == double.class) {
      return Long.BYTES;
    }
    if (primitive == int.class || primitive == float.class) {
      return Integer.BYTES;
    }
    return primitive == short.class || primitive == char.class ? Short.BYTES : Byte.BYTES;
  }

  private static String name(Class<?> type) {
    return type == null ? "it" : type.getName();
  }

  private Status refuse(String reason) {
    refusal = reason;
    return Status.REJECTED;
  }
}
