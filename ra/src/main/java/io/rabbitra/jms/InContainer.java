package io.rabbitra.jms;

import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;

/** The methods that Jakarta Messaging 3.1, section 12.2, forbids in a container. */
final class InContainer {

  private InContainer() {}

  static void refuse(boolean managed, String method) throws IllegalStateException {
    if (managed) {
      throw new IllegalStateException(text(method));
    }
  }

  static void refuseRuntime(boolean managed, String method) {
    if (managed) {
      throw new IllegalStateRuntimeException(text(method));
    }
  }

  private static String text(String method) {
    return method
        + " is not permitted in a Jakarta EE container (Jakarta Messaging 3.1, section 12.2)";
  }
}
