package io.rabbitra.it.support;

import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.harness.RabbitBrokers;
import io.rabbitra.it.client.Server;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Random;
import org.jboss.arquillian.core.api.Instance;
import org.jboss.arquillian.core.api.InstanceProducer;
import org.jboss.arquillian.core.api.annotation.ApplicationScoped;
import org.jboss.arquillian.core.api.annotation.Inject;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.api.event.ManagerStarted;
import org.jboss.arquillian.core.api.event.ManagerStopping;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.arquillian.test.spi.enricher.resource.ResourceProvider;

/**
 * What the tests share: a broker and free ports for the server, both before Arquillian reads its
 * configuration. Tests inject the broker as {@code @ArquillianResource RabbitBroker}.
 */
public final class TestEnvironment implements LoadableExtension {

  /** The address of the server's applications. */
  public static URI uri() {
    return URI.create(
        "http://127.0.0.1:" + (8080 + Integer.getInteger("rabbitra.server.portOffset")) + "/");
  }

  /** The probe, which sends with the factory of {@link AdapterSetup}. */
  public static Server server() {
    return new Server(uri(), AdapterSetup.POOLED);
  }

  @Override
  public void register(ExtensionBuilder builder) {
    builder.observer(Lifecycle.class).service(ResourceProvider.class, BrokerProvider.class);
  }

  /** Starts and ends the broker with the test run. */
  public static final class Lifecycle {

    @Inject @ApplicationScoped private InstanceProducer<RabbitBroker> broker;

    /** Before the configuration is read, whose observer has the precedence 0. */
    public void start(@Observes(precedence = 100) ManagerStarted event) throws IOException {
      RabbitBroker started = RabbitBrokers.start();
      broker.set(started);
      int offset = freeOffset();
      System.setProperty("rabbitra.broker.uri", started.uri());
      System.setProperty("rabbitra.server.portOffset", String.valueOf(offset));
      System.setProperty("rabbitra.server.managementPort", String.valueOf(9990 + offset));
    }

    /** After the server was stopped. */
    public void stop(@Observes(precedence = -100) ManagerStopping event) {
      RabbitBroker started = broker.get();
      if (started != null) {
        started.close();
      }
    }

    private static int freeOffset() throws IOException {
      Random random = new Random();
      for (int i = 0; i < 50; i++) {
        int offset = 1000 + random.nextInt(40_000);
        if (isFree(8080 + offset) && isFree(9990 + offset) && isFree(4712 + offset)) {
          return offset;
        }
      }
      throw new IOException("no free ports for the server");
    }

    private static boolean isFree(int port) {
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.isBound();
      } catch (IOException e) {
        return false;
      }
    }
  }

  /** Injects the broker. */
  public static final class BrokerProvider implements ResourceProvider {

    @Inject private Instance<RabbitBroker> broker;

    @Override
    public boolean canProvide(Class<?> type) {
      return RabbitBroker.class.isAssignableFrom(type);
    }

    @Override
    public Object lookup(ArquillianResource resource, Annotation... qualifiers) {
      return broker.get();
    }
  }
}
