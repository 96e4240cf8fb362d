package io.rabbitra.benchmark.server;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.rabbitra.benchmark.Contender;
import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Metric;
import io.rabbitra.benchmark.Names;
import io.rabbitra.benchmark.Reading;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The plain client without a server: a connection, a channel per session, an ack per message. */
record AckEachClient(Lab lab, int sessions, int bytes, String queueType, int messages)
    implements Contender {

  private static final long BOUND_SECONDS = 300;

  @Override
  public String name() {
    return Names.AMQP_CLIENT;
  }

  @Override
  public List<Reading> run() throws Exception {
    String queue = lab.newName("amqp-client");
    lab.declare(queue, queueType);
    lab.fill(queue, messages, bytes);
    AtomicInteger count = new AtomicInteger();
    AtomicLong first = new AtomicLong();
    AtomicLong last = new AtomicLong();
    CountDownLatch all = new CountDownLatch(1);
    try (Connection connection = lab.connect()) {
      for (int i = 0; i < sessions; i++) {
        Channel channel = connection.createChannel();
        channel.basicQos(Adapter.PREFETCH);
        channel.basicConsume(
            queue,
            false,
            new DefaultConsumer(channel) {
              @Override
              public void handleDelivery(
                  String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                  throws IOException {
                int number = count.incrementAndGet();
                if (number == 1) {
                  first.set(System.nanoTime());
                }
                getChannel().basicAck(envelope.getDeliveryTag(), false);
                if (number == messages) {
                  last.set(System.nanoTime());
                  all.countDown();
                }
              }
            });
      }
      if (!all.await(BOUND_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("received " + count + " messages of " + messages);
      }
    }
    lab.delete(queue, 0);
    return List.of(new Reading(Metric.RATE, messages * 1e9 / (last.get() - first.get())));
  }
}
