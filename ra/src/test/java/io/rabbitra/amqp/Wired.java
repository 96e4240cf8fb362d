package io.rabbitra.amqp;

import io.rabbitra.config.BrokerAddress;
import io.rabbitra.config.BrokerSettings;
import io.rabbitra.config.SaslMechanism;
import io.rabbitra.config.TlsSettings;
import io.rabbitra.work.AdapterThreads;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** An {@link AmqpRuntime} on threads of its own, and what connections of a test report. */
final class Wired implements AutoCloseable {

  static final Duration SHORT = Duration.ofSeconds(5);

  final AdapterThreads threads = AdapterThreads.standalone(2);
  final AmqpRuntime runtime = new AmqpRuntime(threads);
  final List<BrokerException> losses = new CopyOnWriteArrayList<>();

  AmqpConnection open(BrokerSettings settings) throws BrokerException {
    return open(settings, "test");
  }

  AmqpConnection open(BrokerSettings settings, String name) throws BrokerException {
    return runtime.open(settings, name, losses::add, new Cancellation());
  }

  static BrokerSettings settings(String uri, int heartbeatSeconds) {
    return settings(List.of(address(uri, false)), "guest", "/", heartbeatSeconds, null);
  }

  static BrokerSettings settings(
      List<BrokerAddress> addresses,
      String password,
      String virtualHost,
      int heartbeatSeconds,
      TlsSettings tls) {
    return new BrokerSettings(
        addresses,
        false,
        "guest",
        password,
        virtualHost,
        heartbeatSeconds,
        5_000,
        Optional.empty(),
        2047,
        Optional.ofNullable(tls),
        SaslMechanism.PLAIN);
  }

  static BrokerAddress address(String uri, boolean tls) {
    URI parsed = URI.create(uri);
    return new BrokerAddress(parsed.getHost(), parsed.getPort(), tls);
  }

  @Override
  public void close() {
    runtime.stop(SHORT);
    threads.stop(SHORT);
  }
}
