package io.rabbitra.inbound;

import io.rabbitra.amqp.AmqpChannel;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Publication;
import io.rabbitra.amqp.PublishConfirm;
import java.time.Duration;

/**
 * The channel on which an {@link Outlet} publishes; another one when it is gone. Used by one
 * publishing task after the other.
 */
final class OutletChannel {

  /** Done before the first message on a channel, and before the first after a failure. */
  interface Preparation {
    void on(PublishingConnection.Open connection) throws BrokerException;
  }

  /** Told whether the channel is a new one; says whether the preparation is due. */
  interface Beginning {
    boolean isDue(boolean fresh);
  }

  /** How long to wait for confirms of earlier messages where too much is unconfirmed. */
  private static final Duration ADMISSION = Duration.ofSeconds(1);

  private final PublishingConnection connection;
  private final Preparation preparation;

  /** Null while there is none. */
  private AmqpChannel channel;

  OutletChannel(PublishingConnection connection, Preparation preparation) {
    this.connection = connection;
    this.preparation = preparation;
  }

  /** Publishes one more try of the message; blocks while a connection has to be opened. */
  PublishConfirm publish(Handover handover, Beginning beginning) throws BrokerException {
    PublishingConnection.Open open = connection.open();
    AmqpChannel usable = usable(open, beginning);
    Publication copy = handover.publication(open);
    return usable.publish(
        copy.exchange(),
        copy.routingKey(),
        copy.mandatory(),
        copy.properties(),
        copy.body(),
        ADMISSION);
  }

  /** Nobody knows how far the last message came. */
  void abandon() {
    AmqpChannel left = channel;
    channel = null;
    if (left != null) {
      left.close();
    }
  }

  private AmqpChannel usable(PublishingConnection.Open open, Beginning beginning)
      throws BrokerException {
    AmqpChannel usable = channel;
    boolean fresh = usable == null || !usable.isOpen();
    if (beginning.isDue(fresh)) {
      preparation.on(open);
    }
    if (fresh) {
      usable = open.connection().openChannel();
      channel = usable;
    }
    return usable;
  }
}
