package io.rabbitra.jms;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.MessageProperties;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The buffer between the event loop and a {@code MessageConsumer}, on one thread: a delivery comes,
 * is taken and settled, without mapping and without a broker.
 */
@State(Scope.Benchmark)
public class DeliveryBufferBenchmark {

  private final AMQP.BasicProperties properties = MessageProperties.PERSISTENT_BASIC;
  private final byte[] body = new byte[256];
  private final DeliveryBuffer buffer = new DeliveryBuffer();
  private long tag;

  /** As a receive does: asks whether something waits here longer than elsewhere, then takes it. */
  @Benchmark
  public long receive() {
    Envelope envelope = new Envelope(++tag, false, "", "orders");
    buffer.add(new Delivery(null, envelope, properties, body, System.nanoTime()));
    if (buffer.sinceNanos() == Long.MAX_VALUE) {
      throw new IllegalStateException("message " + tag + " is not there");
    }
    Delivery taken = buffer.poll();
    buffer.settled(1);
    return taken.tag();
  }
}
