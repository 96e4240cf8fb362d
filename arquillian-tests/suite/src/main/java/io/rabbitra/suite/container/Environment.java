package io.rabbitra.suite.container;

import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.harness.RabbitBrokers;
import io.rabbitra.server.ApplicationServer;
import io.rabbitra.server.ApplicationServer.Setup;
import io.rabbitra.server.Distribution;
import io.rabbitra.server.JavaHomes;
import io.rabbitra.server.Page;
import io.rabbitra.server.PageBlock;
import io.rabbitra.server.ServerException;
import io.rabbitra.server.ServerKind;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The broker and the server of a test run, which the module's build names by system properties. The
 * server is set up by the steps of its page, from top to bottom, and then by those of the page of
 * the tests, which adds what only tests need.
 */
public final class Environment implements AutoCloseable {

  private static final List<String> JVM_OPTIONS = List.of("-Xmx768m");

  /** In seconds; a test that freezes the broker waits twice as long. */
  private static final String HEARTBEAT = "?heartbeat=2";

  // static, for the methods that make deployments are
  private static volatile Environment current;

  private final ServerKind kind = ServerKind.of(property("server"));
  private final RabbitBroker broker;

  /** Replaced when a test has taken the adapter away. */
  private ApplicationServer server;

  private boolean spent;

  Environment() {
    broker = RabbitBrokers.start();
    boolean made = false;
    try {
      server = kind.create(setup());
      made = true;
      current = this;
    } finally {
      if (!made) {
        broker.close();
      }
    }
  }

  /**
   * @throws IllegalStateException before Arquillian has set the container up
   */
  public static Environment current() {
    if (current == null) {
      throw new IllegalStateException("there is no server yet");
    }
    return current;
  }

  public RabbitBroker broker() {
    return broker;
  }

  public ApplicationServer server() {
    return server;
  }

  /** The adapter as it was built. */
  public Path adapter() {
    return path("rar");
  }

  /** The page of {@code docs/servers}. */
  public Page page() {
    return kind.page(path("docs"));
  }

  /** The page with what only tests need. */
  public Page testPage() {
    return kind.page(path("pages"));
  }

  /** The server no longer is as its page sets it up; the next deployment goes to another one. */
  public void spend() {
    spent = true;
  }

  void renewIfSpent() {
    if (spent) {
      server.close();
      server = kind.create(setup());
      start();
      // Last, for a deployment after a failure needs another one, too.
      spent = false;
    }
  }

  void start() {
    if (!page().startsServer()) {
      server.start();
    }
    for (Page page : List.of(page(), testPage())) {
      for (PageBlock step : page.steps()) {
        try {
          server.run(step);
        } catch (ServerException e) {
          throw new ServerException(
              kind.title() + ", step " + step.name() + ": " + e.getMessage(), e);
        }
      }
    }
  }

  @Override
  public void close() {
    current = null;
    try {
      server.close();
    } finally {
      broker.close();
    }
  }

  private Setup setup() {
    return new Setup(
        Distribution.in(path("server.distribution")),
        path("server.directory"),
        JavaHomes.ofThisMachine().find(kind),
        JVM_OPTIONS,
        replacements());
  }

  private Map<String, String> replacements() {
    return Map.of(
        "amqp://guest:guest@localhost:5672", broker.uri() + HEARTBEAT,
        "/path/to/rabbitra.rar", property("rar"),
        "/path/to/rabbitra-sample.war", property("war"),
        "/path/to/rabbitra-api.jar", property("api"),
        "rabbit-user", user(),
        "rabbit-password", password());
  }

  private String user() {
    return login()[0];
  }

  private String password() {
    return login()[1];
  }

  private String[] login() {
    return URI.create(broker.uri()).getUserInfo().split(":", 2);
  }

  private static Path path(String name) {
    return Path.of(property(name)).toAbsolutePath().normalize();
  }

  private static String property(String name) {
    String value = System.getProperty("rabbitra." + name);
    if (value == null) {
      throw new IllegalStateException("the build does not set rabbitra." + name);
    }
    return value;
  }
}
