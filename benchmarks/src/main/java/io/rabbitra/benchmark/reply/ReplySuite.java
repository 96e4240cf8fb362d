package io.rabbitra.benchmark.reply;

import com.rabbitmq.jms.admin.RMQConnectionFactory;
import io.rabbitra.benchmark.Benchmark;
import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Names;
import io.rabbitra.benchmark.Suite;
import io.rabbitra.benchmark.Target;
import io.rabbitra.outbound.RabbitManagedConnectionFactory;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.List;

/**
 * Request and reply, 256 bytes, not persistent, answered by a plain program. The replies come by
 * direct reply-to where the contender knows it, else to a temporary queue; RabbitRA knows both.
 */
public final class ReplySuite implements Suite {

  /** How long a client waits for a reply. */
  static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final String DIRECT = "amq.rabbitmq.reply-to";

  private final Lab lab;

  public ReplySuite(Lab lab) {
    this.lab = lab;
  }

  @Override
  public List<Benchmark> benchmarks() {
    return List.of(benchmark("reply/1 client", 1, true), benchmark("reply/8 clients", 8, false));
  }

  @Override
  public List<Target> targets() {
    return List.of();
  }

  private Benchmark benchmark(String name, int clients, boolean essential) {
    return new Benchmark(
        name,
        Names.AMQP_CLIENT,
        essential,
        List.of(
            new ReplyContender(
                Names.RABBITRA,
                lab,
                clients,
                (to, queue) -> rabbitRa(to, queue, session -> session.createQueue(DIRECT))),
            new ReplyContender(
                Names.RABBITRA + ", temporary queue",
                lab,
                clients,
                (to, queue) -> rabbitRa(to, queue, Session::createTemporaryQueue)),
            new ReplyContender(Names.AMQP_CLIENT, lab, clients, AmqpClientRequester::new),
            new ReplyContender(Names.SPRING, lab, clients, SpringRequester::new),
            new ReplyContender(Names.RABBITMQ_JMS, lab, clients, ReplySuite::rabbitmqJms)));
  }

  private static Requester rabbitRa(Lab lab, String queue, JmsRequester.ReplyTo replyTo)
      throws ResourceException, JMSException {
    RabbitManagedConnectionFactory factory = new RabbitManagedConnectionFactory();
    factory.setUri(lab.broker().uri());
    ConnectionFactory connections = (ConnectionFactory) factory.createConnectionFactory();
    return new JmsRequester(
        connections, queue, replyTo, JmsRequester.Taking.RECEIVE, factory::close);
  }

  /** By a listener: its receive looks for messages ten times a second. */
  private static Requester rabbitmqJms(Lab lab, String queue) throws JMSException {
    RMQConnectionFactory factory = new RMQConnectionFactory();
    factory.setUri(lab.broker().uri());
    return new JmsRequester(
        factory, queue, Session::createTemporaryQueue, JmsRequester.Taking.LISTENER, () -> {});
  }
}
