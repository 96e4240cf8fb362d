package io.rabbitra.jms;

import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;

/** What of Jakarta Messaging this version does not have says so by name. */
final class NotYet {

  private static final String CODE = "NOT_SUPPORTED";

  private NotYet() {}

  static JMSException jms(String feature) {
    return new JMSException(text(feature), CODE);
  }

  static JMSRuntimeException runtime(String feature) {
    return new JMSRuntimeException(text(feature), CODE);
  }

  private static String text(String feature) {
    return feature + ": not supported by this version of RabbitRA";
  }
}
