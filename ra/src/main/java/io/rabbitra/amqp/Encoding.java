package io.rabbitra.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.Method;
import java.io.IOException;

/** Whether AMQP has a form for a message, which the client only finds out when it publishes it. */
final class Encoding {

  private Encoding() {}

  /**
   * @param frameMax the negotiated one in bytes, 0 for unlimited
   * @throws BrokerException {@code PRECONDITION_FAILED}
   */
  static void require(Publication message, int frameMax) throws BrokerException {
    AMQP.Basic.Publish publish =
        new AMQP.Basic.Publish.Builder()
            .exchange(message.exchange())
            .routingKey(message.routingKey())
            .mandatory(message.mandatory())
            .build();
    try {
      ((Method) publish).toFrame(0);
      int bytes = message.properties().toFrame(0, message.body().length).size();
      if (frameMax > 0 && bytes > frameMax) {
        throw new IllegalArgumentException(
            "its properties take " + bytes + " bytes, and a frame has at most " + frameMax);
      }
    } catch (IOException | RuntimeException e) {
      throw refused(e);
    }
  }

  /** What a message without an AMQP form fails with; not a byte of it is written. */
  static BrokerException refused(Exception why) {
    return new BrokerException(
        BrokerException.Kind.PRECONDITION_FAILED,
        "the message cannot be encoded: " + BrokerException.textOf(why),
        why);
  }
}
