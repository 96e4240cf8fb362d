package io.rabbitra.suite.container;

import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.server.ApplicationServer;
import java.lang.annotation.Annotation;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.core.api.Instance;
import org.jboss.arquillian.core.api.annotation.Inject;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.arquillian.test.spi.enricher.resource.ResourceProvider;

/**
 * Makes the container known to Arquillian. Tests inject {@code @ArquillianResource} {@link
 * ApplicationServer}, {@link RabbitBroker} and {@link Environment}.
 */
public final class ServerExtension implements LoadableExtension {

  @Override
  public void register(ExtensionBuilder builder) {
    builder
        .service(DeployableContainer.class, ServerContainer.class)
        .service(ResourceProvider.class, ServerProvider.class)
        .service(ResourceProvider.class, BrokerProvider.class)
        .service(ResourceProvider.class, EnvironmentProvider.class);
  }

  /** What all three come from. */
  private abstract static class Provider implements ResourceProvider {

    @Inject private Instance<Environment> environment;

    private final Class<?> provided;

    Provider(Class<?> provided) {
      this.provided = provided;
    }

    @Override
    public boolean canProvide(Class<?> type) {
      return type == provided;
    }

    @Override
    public Object lookup(ArquillianResource resource, Annotation... qualifiers) {
      return from(environment.get());
    }

    abstract Object from(Environment environment);
  }

  /** The server. */
  public static final class ServerProvider extends Provider {

    public ServerProvider() {
      super(ApplicationServer.class);
    }

    @Override
    Object from(Environment environment) {
      return environment.server();
    }
  }

  /** The broker. */
  public static final class BrokerProvider extends Provider {

    public BrokerProvider() {
      super(RabbitBroker.class);
    }

    @Override
    Object from(Environment environment) {
      return environment.broker();
    }
  }

  /** Both, with the page. */
  public static final class EnvironmentProvider extends Provider {

    public EnvironmentProvider() {
      super(Environment.class);
    }

    @Override
    Object from(Environment environment) {
      return environment;
    }
  }
}
