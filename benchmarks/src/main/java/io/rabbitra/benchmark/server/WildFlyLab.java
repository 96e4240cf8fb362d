package io.rabbitra.benchmark.server;

import io.rabbitra.benchmark.Lab;
import io.rabbitra.server.ApplicationServer;
import io.rabbitra.server.JavaHomes;
import io.rabbitra.server.PageBlock;
import io.rabbitra.server.ServerKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * The server with all adapters and all beans, of which none is delivered to at first.
 *
 * <p>States: <em>not started</em> → {@link #application()} → <em>running</em>; any → {@link
 * #close()} → <em>closed</em>. Used by one thread at a time.
 */
final class WildFlyLab implements AutoCloseable {

  private static final String WAR = "benchmark.war";
  private static final List<String> JVM_OPTIONS = List.of("-Xmx1g");

  private final Lab lab;
  private final Path distribution;
  private final Path rar;
  private final List<Bean> beans;

  /** Null while the server is not started. */
  private ApplicationServer server;

  /** Null until the server is ready. */
  private Application application;

  /**
   * @param distribution what is unpacked of WildFly; the server lives beside it
   * @param beans all that are ever needed
   */
  WildFlyLab(Lab lab, Path distribution, Path rar, List<Bean> beans) {
    this.lab = lab;
    this.distribution = distribution.toAbsolutePath().normalize();
    this.rar = rar.toAbsolutePath().normalize();
    this.beans = List.copyOf(beans);
  }

  /** What runs in the server, which is started for the first who asks. */
  Application application() {
    if (application == null) {
      start();
      application = new Application(server.uri().resolve("benchmark/"), WAR);
    }
    return application;
  }

  private void start() {
    close();
    server =
        ServerKind.WILDFLY.create(
            new ApplicationServer.Setup(
                distribution,
                distribution.resolveSibling("benchmark-server"),
                JavaHomes.ofThisMachine().find(ServerKind.WILDFLY),
                JVM_OPTIONS,
                Map.of()));
    Path war = server.home().resolve(WAR);
    war().as(ZipExporter.class).exportTo(war.toFile(), true);
    server.start();
    SetupScript setup = new SetupScript(lab.broker().uri(), rar, war, beans);
    server.run(new PageBlock("setup", "", "cli", setup.text()));
  }

  private WebArchive war() {
    Descriptors descriptors = new Descriptors(beans);
    return ShrinkWrap.create(WebArchive.class, WAR)
        .addPackage("io.rabbitra.benchmark.server.application")
        .addAsWebInfResource(new StringAsset(descriptors.standard()), "ejb-jar.xml")
        .addAsWebInfResource(new StringAsset(descriptors.wildFly()), "jboss-ejb3.xml");
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
      server = null;
      application = null;
    }
  }
}
