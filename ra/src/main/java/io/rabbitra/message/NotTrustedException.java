package io.rabbitra.message;

import java.io.InvalidClassException;

/** A class in a received object is not among the {@link TrustedPackages}. */
final class NotTrustedException extends InvalidClassException {

  private static final long serialVersionUID = 1L;

  NotTrustedException(String className) {
    super(text(className));
  }

  static String text(String className) {
    return "class "
        + className
        + " is not trusted; the property "
        + TrustedPackages.PROPERTY
        + " names the packages and classes that may be deserialized";
  }
}
