package io.rabbitra.benchmark.recovery;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks for the queue until it is there, as a plain program that does not declare it has to. */
final class PollingAfterCancel implements ClientReceiver.OnCancel {

  private final String queue;
  private final Duration interval;

  PollingAfterCancel(String queue, Duration interval) {
    this.queue = queue;
    this.interval = interval;
  }

  /** Keeps the thread of the consumer, which has nothing else to do. */
  @Override
  public void consumeAgain(DefaultConsumer consumer) throws IOException {
    Channel channel = consumer.getChannel();
    try {
      while (channel.isOpen() && !exists(channel.getConnection())) {
        TimeUnit.NANOSECONDS.sleep(interval.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (channel.isOpen()) {
      channel.basicConsume(queue, consumer);
    }
  }

  /** On a channel of its own, which the broker closes if there is none. */
  private boolean exists(Connection connection) throws IOException {
    try (Channel scratch = connection.createChannel()) {
      scratch.queueDeclarePassive(queue);
      return true;
    } catch (IOException e) {
      if (!connection.isOpen()) {
        throw e;
      }
      return false;
    } catch (TimeoutException e) {
      throw new IOException(e);
    }
  }
}
