package io.rabbitra.suite.container;

import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;

/** Nothing: the build says it all by system properties. */
public final class ServerConfiguration implements ContainerConfiguration {

  @Override
  public void validate() {}
}
