package io.rabbitra.inbound;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.MessageProperties;
import io.rabbitra.amqp.BrokerException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Only the state machine of a session and its acknowledgements; it becomes idle each time. */
@State(Scope.Benchmark)
public class SessionBufferBenchmark {

  /** Successes that are acknowledged together. */
  @Param({"1", "50"})
  public int batchSize;

  private final AMQP.BasicProperties properties = MessageProperties.PERSISTENT_BASIC;
  private final byte[] body = new byte[256];
  private final CountingFeed feed = new CountingFeed();
  private final SessionBuffer buffer = new SessionBuffer();
  private AckBatch batch;
  private long tag;

  @Setup
  public void make() {
    batch = Stubs.support(new Stubs.Worker(), batchSize).batch(feed, false);
    buffer.open();
  }

  @Benchmark
  public long message() throws BrokerException {
    Envelope envelope = new Envelope(++tag, false, "", "orders");
    if (!buffer.add(new Delivery(envelope, properties, body))
        || buffer.enter(false) != SessionBuffer.Entry.WORK) {
      throw new IllegalStateException("the session was not idle");
    }
    batch.ack(buffer.take(batch).tag(), false);
    if (buffer.enter(false) != SessionBuffer.Entry.NOTHING) {
      throw new IllegalStateException("something waits in the session");
    }
    return feed.acknowledged();
  }
}
