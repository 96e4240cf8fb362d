package io.rabbitra.harness;

/**
 * A RabbitMQ broker that a test talks to and, where {@link #supportsFaults()} says so, breaks.
 *
 * <p>States: <em>running</em> → {@link #freeze()} → <em>frozen</em> → {@link #resume()} →
 * <em>running</em>; running or frozen → {@link #kill()} → <em>down</em>; running → {@link #stop()}
 * → <em>down</em>; down → {@link #start()} → <em>running</em>; any → {@link #close()} →
 * <em>closed</em>. A call that does not fit the state throws {@link IllegalStateException}, except
 * that {@code kill}, {@code stop} and {@code start} do nothing when their end state is reached
 * already.
 *
 * <p>All methods may be called from any thread; those that change the state wait for each other.
 */
public interface RabbitBroker extends AutoCloseable {

  /**
   * The AMQP URI with user and password, for example {@code amqp://guest:guest@127.0.0.1:21234}.
   */
  String uri();

  /** The AMQP port; it stays the same when the broker is stopped and started again. */
  int port();

  /** The address or name under which {@link #port()} is reached. */
  String host();

  /** What the broker called itself in {@code connection.start}, for example {@code 3.10.8}. */
  String version();

  /** Whether {@link #version()} is the given one or a later one. */
  default boolean isAtLeast(int major, int minor) {
    String[] parts = version().split("[^0-9]+", 3);
    int actualMajor = Integer.parseInt(parts[0]);
    return actualMajor > major || (actualMajor == major && Integer.parseInt(parts[1]) >= minor);
  }

  /** Whether the broker can be killed, stopped, started and frozen, and knows {@link #ctl}. */
  boolean supportsFaults();

  /**
   * Ends the broker at once, as {@code kill -9} does, and returns when it is dead.
   *
   * @throws UnsupportedOperationException if the broker does not support faults
   * @throws BrokerException if it is not dead within 20 seconds
   */
  void kill();

  /**
   * Starts the broker again on the same port and data; returns when it answers an AMQP connection.
   *
   * @throws UnsupportedOperationException if the broker does not support faults
   * @throws BrokerException if it is not ready within 120 seconds; the message ends with its log
   */
  void start();

  /**
   * Stops the broker in an orderly way: clients get {@code connection.close} with code 320.
   *
   * @throws UnsupportedOperationException if the broker does not support faults
   * @throws BrokerException if it is not stopped within 60 seconds
   */
  void stop();

  /**
   * Makes the broker stop running without its sockets being closed, as {@code SIGSTOP} does.
   *
   * @throws UnsupportedOperationException if the broker does not support faults
   */
  void freeze();

  /**
   * Ends {@link #freeze()}.
   *
   * @throws UnsupportedOperationException if the broker does not support faults
   */
  void resume();

  /**
   * Runs {@code rabbitmqctl --quiet} with the arguments against this broker, for at most 60
   * seconds.
   *
   * @return its standard output
   * @throws UnsupportedOperationException if the broker does not support faults
   * @throws BrokerException if the command fails or takes longer; the message has its output
   */
  String ctl(String... args);

  /**
   * Ends the broker if this harness started it, with all its processes and directories; a broker
   * named by its URI is left as it is. A second call does nothing.
   */
  @Override
  void close();
}
