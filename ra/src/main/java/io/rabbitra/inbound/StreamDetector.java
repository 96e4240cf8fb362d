package io.rabbitra.inbound;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.DeliveryListener;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Notices that a queue, of which the configuration does not say so, is a stream, before a bean gets
 * a message of it: its deliveries tell their offset. Then the consumer counts as lost, for what is
 * done with a delivery of a queue must not be done with one of a stream.
 */
final class StreamDetector implements DeliveryListener {

  private final String queue;
  private final LongConsumer onOffset;
  private final DeliveryListener listener;

  /** Written and read by one event loop. */
  private volatile boolean detected;

  /**
   * @param onOffset takes the first offset; must not block
   */
  StreamDetector(String queue, LongConsumer onOffset, DeliveryListener listener) {
    this.queue = queue;
    this.onOffset = onOffset;
    this.listener = listener;
  }

  /** The header that each delivery of a stream has; -1 if there is none. */
  static long offset(AMQP.BasicProperties properties) {
    Map<String, Object> headers = properties.getHeaders();
    Object offset = headers == null ? null : headers.get(Consumers.STREAM_OFFSET);
    return offset instanceof Number number ? number.longValue() : -1;
  }

  @Override
  public void delivered(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    long offset = detected ? 0 : offset(properties);
    if (offset < 0) {
      listener.delivered(envelope, properties, body);
    } else if (!detected) {
      detected = true;
      onOffset.accept(offset);
      listener.closed(
          new BrokerException(
              BrokerException.Kind.PRECONDITION_FAILED,
              "queue '" + queue + "' delivers as a stream does"));
    }
  }

  @Override
  public void cancelled() {
    listener.cancelled();
  }

  @Override
  public void closed(BrokerException failure) {
    listener.closed(failure);
  }
}
