package io.rabbitra.suite.container;

import io.rabbitra.server.ApplicationServer;
import io.rabbitra.server.ServerException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.arquillian.core.api.InstanceProducer;
import org.jboss.arquillian.core.api.annotation.ApplicationScoped;
import org.jboss.arquillian.core.api.annotation.Inject;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.descriptor.api.Descriptor;

/** Starts the server of this run with its broker, and deploys to it. */
public final class ServerContainer implements DeployableContainer<ServerConfiguration> {

  @Inject @ApplicationScoped private InstanceProducer<Environment> environment;

  @Override
  public Class<ServerConfiguration> getConfigurationClass() {
    return ServerConfiguration.class;
  }

  @Override
  public void setup(ServerConfiguration configuration) {
    environment.set(new Environment());
  }

  @Override
  public void start() throws LifecycleException {
    try {
      environment.get().start();
    } catch (RuntimeException e) {
      environment.get().close();
      throw new LifecycleException(e.getMessage(), e);
    }
  }

  @Override
  public void stop() {
    environment.get().close();
  }

  @Override
  public ProtocolDescription getDefaultProtocol() {
    return new ProtocolDescription("Servlet 5.0");
  }

  @Override
  public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
    environment.get().renewIfSpent();
    ApplicationServer server = environment.get().server();
    try {
      Path directory = Files.createTempDirectory("rabbitra-deployment-");
      File file = directory.resolve(archive.getName()).toFile();
      archive.as(ZipExporter.class).exportTo(file);
      try {
        if (isAdapter(archive)) {
          server.deployAdapter(file.toPath());
        } else {
          server.deploy(file.toPath());
        }
      } finally {
        Files.delete(file.toPath());
        Files.delete(directory);
      }
    } catch (ServerException | IOException e) {
      throw new DeploymentException(archive.getName() + ": " + e.getMessage(), e);
    }
    HTTPContext http = new HTTPContext(server.uri().getHost(), server.uri().getPort());
    http.add(new Servlet("default", "/" + contextOf(archive.getName())));
    return new ProtocolMetaData().addContext(http);
  }

  @Override
  public void undeploy(Archive<?> archive) throws DeploymentException {
    ApplicationServer server = environment.get().server();
    try {
      if (isAdapter(archive)) {
        server.undeployAdapter(archive.getName());
      } else {
        server.undeploy(archive.getName());
      }
    } catch (ServerException e) {
      throw new DeploymentException(archive.getName() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void deploy(Descriptor descriptor) {
    throw new UnsupportedOperationException("descriptors are not deployed");
  }

  @Override
  public void undeploy(Descriptor descriptor) {
    throw new UnsupportedOperationException("descriptors are not deployed");
  }

  private static boolean isAdapter(Archive<?> archive) {
    return archive.getName().endsWith(".rar");
  }

  private static String contextOf(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }
}
