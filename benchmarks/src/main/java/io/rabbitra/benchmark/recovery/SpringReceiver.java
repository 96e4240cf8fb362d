package io.rabbitra.benchmark.recovery;

import com.rabbitmq.client.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;

/** A listener container with its defaults. */
final class SpringReceiver implements Receiver {

  private final CachingConnectionFactory connections;
  private final SimpleMessageListenerContainer container;

  private SpringReceiver(
      CachingConnectionFactory connections, SimpleMessageListenerContainer container) {
    this.connections = connections;
    this.container = container;
  }

  static SpringReceiver open(String uri, String queue, Runnable bean) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri);
    // The container recovers by itself, and says so if the client does too.
    factory.setAutomaticRecoveryEnabled(false);
    CachingConnectionFactory connections = new CachingConnectionFactory(factory);
    SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
    container.setQueueNames(queue);
    container.setPrefetchCount(1);
    container.setMessageListener(message -> bean.run());
    container.afterPropertiesSet();
    container.start();
    return new SpringReceiver(connections, container);
  }

  @Override
  public void close() {
    container.stop();
    connections.destroy();
  }
}
