package io.rabbitra.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/**
 * Finds a RabbitMQ for a test. The first of these that exists is taken:
 *
 * <ol>
 *   <li>the broker named by the system property {@value #URI_PROPERTY} or the environment variable
 *       {@value #URI_VARIABLE}; it cannot be broken ({@link RabbitBroker#supportsFaults()});
 *   <li>a container, if Docker can be reached; the image is the system property {@value
 *       #IMAGE_PROPERTY}, by default {@value #DEFAULT_IMAGE};
 *   <li>a node of the first {@code rabbitmq-server} on the PATH;
 *   <li>as root on Debian or Ubuntu, a node of the distribution's package, which is installed
 *       unless the system property {@value #INSTALL_PROPERTY} is {@code false}.
 * </ol>
 */
public final class RabbitBrokers {

  /** System property: the AMQP URI of a broker that runs already. */
  public static final String URI_PROPERTY = "rabbitra.test.broker.uri";

  /** Environment variable: the AMQP URI of a broker that runs already. */
  public static final String URI_VARIABLE = "RABBITRA_TEST_BROKER_URI";

  /** System property: the container image. */
  public static final String IMAGE_PROPERTY = "rabbitra.test.broker.image";

  /** System property: whether the distribution's package may be installed; default true. */
  public static final String INSTALL_PROPERTY = "rabbitra.test.broker.install";

  static final String DEFAULT_IMAGE = "rabbitmq:4-management-alpine";

  private RabbitBrokers() {}

  /**
   * Gives a broker on a free port; for a broker of its own, the caller closes it.
   *
   * @throws BrokerException if there is none; the message lists what was tried and what helps
   */
  public static RabbitBroker start() {
    return start(0, Map.of());
  }

  /**
   * As {@link #start()}, on the given port.
   *
   * @param port the AMQP port, or 0 for a free one; a broker named by its URI keeps its own
   */
  public static RabbitBroker start(int port) {
    return start(port, Map.of());
  }

  /**
   * As {@link #start(int)}, with settings of {@code rabbitmq.conf}.
   *
   * @param settings for example {@code consumer_timeout} to its value in milliseconds
   * @throws IllegalStateException if there are settings but the broker is named by its URI
   */
  public static RabbitBroker start(int port, Map<String, String> settings) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + "; allowed is 0 (any) to 65535");
    }
    RabbitBroker broker = choose(port, settings);
    System.out.println("RabbitMQ " + broker.version() + ": " + broker);
    return broker;
  }

  private static RabbitBroker choose(int port, Map<String, String> settings) {
    String property = System.getProperty(URI_PROPERTY, "");
    String variable = System.getenv().getOrDefault(URI_VARIABLE, "");
    if (!property.isBlank() || !variable.isBlank()) {
      if (!settings.isEmpty()) {
        throw new IllegalStateException(
            "a broker named by its URI cannot be given settings " + settings);
      }
      return property.isBlank()
          ? new NamedBroker(variable, URI_VARIABLE)
          : new NamedBroker(property, URI_PROPERTY);
    }
    int chosen = port == 0 ? Ports.free() : port;
    List<String> tried = new ArrayList<>();
    tried.add("a broker by URI: neither " + URI_PROPERTY + " nor " + URI_VARIABLE + " is set");
    if (DockerClientFactory.instance().isDockerAvailable()) {
      return new DockerBroker(System.getProperty(IMAGE_PROPERTY, DEFAULT_IMAGE), chosen, settings);
    }
    tried.add("Docker: cannot be reached");
    return new LocalBroker(installation(tried), chosen, settings);
  }

  private static LocalInstallation installation(List<String> tried) {
    Optional<LocalInstallation> found = LocalInstallation.find();
    if (found.isPresent()) {
      return found.get();
    }
    tried.add("rabbitmq-server with rabbitmqctl beside it: not on the PATH");
    if (!Boolean.parseBoolean(System.getProperty(INSTALL_PROPERTY, "true"))) {
      tried.add("installing it: " + INSTALL_PROPERTY + " is false");
    } else if (!DebianPackage.canInstall()) {
      tried.add("installing it: only as root on Debian or Ubuntu");
    } else {
      System.out.println("Installing the package rabbitmq-server, for there is no RabbitMQ yet");
      DebianPackage.install();
      return LocalInstallation.find()
          .orElseThrow(() -> new BrokerException("installed rabbitmq-server is not on the PATH"));
    }
    throw new BrokerException(
        "No RabbitMQ for the tests. Tried:\n  - "
            + String.join("\n  - ", tried)
            + "\nStart Docker, or install RabbitMQ 3.10 or later, or name a broker by -D"
            + URI_PROPERTY
            + "=amqp://guest:guest@host:5672");
  }
}
