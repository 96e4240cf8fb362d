package io.rabbitra.inbound;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.MessageProperties;
import io.rabbitra.amqp.BrokerException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The way of a delivery through its session, from the event loop to the acknowledgement, on one
 * thread and with neither broker, nor bean, nor mapping: what the adapter costs each message.
 */
@State(Scope.Benchmark)
public class DeliveryPathBenchmark {

  /** How the session acknowledges. */
  public enum Mode {
    AUTO(1, false),
    DUPS_OK(50, false),
    /** Auto, and the container calls the XAResource as for a commit in one phase. */
    TRANSACTED(1, true);

    private final int batchSize;
    private final boolean transacted;

    Mode(int batchSize, boolean transacted) {
      this.batchSize = batchSize;
      this.transacted = transacted;
    }
  }

  private static final int BURST = 50;

  @Param public Mode mode;

  private final AMQP.BasicProperties properties = MessageProperties.PERSISTENT_BASIC;
  private final byte[] body = new byte[256];
  private final CountingFeed feed = new CountingFeed();
  private final Stubs.Worker worker = new Stubs.Worker();
  private ConsumerSession session;
  private long tag;

  @Setup
  public void make() throws BrokerException {
    BeanInvoker bean =
        new BeanInvoker(
            new Stubs.Endpoints(mode.transacted), new Stubs.IgnoringListener(), mode.transacted);
    session =
        new ConsumerSession(
            Stubs.support(worker, mode.batchSize), bean, new Stubs.NoLosses(), Neighbours.NONE);
    session.consume(new Stubs.OneFeed(feed));
    session.open();
  }

  /** The worker finds one message each time. */
  @Benchmark
  public long oneByOne() {
    return deliver(1);
  }

  /** The worker finds 50 messages each time; the cost is that of one. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public long burst() {
    return deliver(BURST);
  }

  private long deliver(int messages) {
    for (int i = 0; i < messages; i++) {
      session.delivered(new Envelope(++tag, false, "", "orders"), properties, body);
    }
    worker.run();
    if (feed.acknowledged() != tag) {
      throw new IllegalStateException("message " + tag + " is not acknowledged");
    }
    return tag;
  }
}
