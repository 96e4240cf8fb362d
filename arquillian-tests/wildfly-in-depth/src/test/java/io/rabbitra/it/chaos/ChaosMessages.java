package io.rabbitra.it.chaos;

import jakarta.ejb.ApplicationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;

/** What the text of a message asks of its bean. */
final class ChaosMessages {

  /** The server writes a stack trace into its log for every other exception. */
  @ApplicationException(rollback = true)
  public static final class OnPurpose extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OnPurpose(String id) {
      super(id);
    }
  }

  private ChaosMessages() {}

  static String id(Message message) {
    try {
      return ((TextMessage) message).getText();
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean redelivered(Message message) {
    try {
      return message.getJMSRedelivered();
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  /** No bean will ever process it. */
  static boolean isPoison(String id) {
    return id.endsWith("-poison");
  }

  /** Its first attempt fails. */
  static boolean isUnlucky(String id) {
    return id.endsWith("-unlucky");
  }

  /** Throws if that is what the message asks for. */
  static void failIfAsked(String id, boolean redelivered) {
    if (isPoison(id) || (isUnlucky(id) && !redelivered)) {
      throw new OnPurpose(id);
    }
  }
}
