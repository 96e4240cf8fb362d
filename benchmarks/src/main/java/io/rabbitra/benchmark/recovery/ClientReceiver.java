package io.rabbitra.benchmark.recovery;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;

/** A consumer of the plain client. */
final class ClientReceiver implements Receiver {

  private static final int PREFETCH = 50;

  /** What a consumer does when the broker has cancelled it; called by its own thread. */
  @FunctionalInterface
  interface OnCancel {
    void consumeAgain(DefaultConsumer consumer) throws IOException;
  }

  private final Connection connection;
  private final BeanConsumer consumer;

  private ClientReceiver(Connection connection, BeanConsumer consumer) {
    this.connection = connection;
    this.consumer = consumer;
  }

  /** Without recovery of connections. */
  static ClientReceiver open(
      String uri, String queue, int prefetch, Runnable bean, OnCancel onCancel) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri);
    factory.setAutomaticRecoveryEnabled(false);
    return open(factory, queue, prefetch, bean, onCancel);
  }

  /** With recovery of connections, as by default. */
  static ClientReceiver openRecovering(String uri, String queue, Runnable bean) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri);
    return open(factory, queue, 1, bean, consumer -> {});
  }

  /** Declares the queue at once on the same channel, and consumes again. */
  static ClientReceiver openDeclaring(String uri, String queue, Runnable bean) throws Exception {
    return open(
        uri,
        queue,
        PREFETCH,
        bean,
        consumer -> {
          consumer.getChannel().queueDeclare(queue, true, false, false, null);
          consumer.getChannel().basicConsume(queue, consumer);
        });
  }

  private static ClientReceiver open(
      ConnectionFactory factory, String queue, int prefetch, Runnable bean, OnCancel onCancel)
      throws Exception {
    Connection connection = factory.newConnection();
    Channel channel = connection.createChannel();
    channel.queueDeclare(queue, true, false, false, null);
    channel.basicQos(prefetch);
    BeanConsumer consumer = new BeanConsumer(channel, bean, onCancel);
    channel.basicConsume(queue, consumer);
    return new ClientReceiver(connection, consumer);
  }

  @Override
  public void close() throws IOException {
    // What the bean has had is acknowledged before.
    synchronized (consumer.delivering) {
      connection.close();
    }
  }

  private static final class BeanConsumer extends DefaultConsumer {

    private final Object delivering = new Object();
    private final Runnable bean;
    private final OnCancel onCancel;

    BeanConsumer(Channel channel, Runnable bean, OnCancel onCancel) {
      super(channel);
      this.bean = bean;
      this.onCancel = onCancel;
    }

    @Override
    public void handleDelivery(
        String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
        throws IOException {
      synchronized (delivering) {
        bean.run();
        if (getChannel().isOpen()) {
          getChannel().basicAck(envelope.getDeliveryTag(), false);
        }
      }
    }

    @Override
    public void handleCancel(String consumerTag) throws IOException {
      onCancel.consumeAgain(this);
    }
  }
}
