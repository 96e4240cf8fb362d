package io.rabbitra.suite.support;

import io.rabbitra.it.jms.Check;
import io.rabbitra.it.jms.DistrustingMdb;
import io.rabbitra.it.jms.InjectedBean;
import io.rabbitra.it.jms.InjectedByIdBean;
import io.rabbitra.it.jms.InjectedUnsharedBean;
import io.rabbitra.it.jms.NativeDefinitions;
import io.rabbitra.it.jms.Reference;
import io.rabbitra.it.jms.ReplyingMdb;
import io.rabbitra.it.probe.Events;
import io.rabbitra.it.probe.Gates;
import io.rabbitra.it.probe.ProbeServlet;
import io.rabbitra.it.saturation.SaturatingAdapter;
import io.rabbitra.server.ApplicationServer;
import io.rabbitra.server.ServerKind;
import io.rabbitra.suite.container.Environment;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The wars that tests deploy; no class of the adapter is in them. */
public final class Archives {

  /** What the page of a server calls the resources that applications refer to by other names. */
  private static final String POOLED = "jms/RabbitConnectionFactory";

  private static final String SECURED = "jms/SecuredConnectionFactory";
  private static final String NATIVE = "rabbit/AmqpConnectionFactory";

  /** {@link NativeDefinitions} for TomEE, which does not read such annotations; see its page. */
  private static final String TOMEE_RESOURCES =
      """
      <resources>
        <Resource id="%s" type="io.rabbitra.AmqpConnectionFactory" jndi="%s">
          PoolMaxSize = 3
        </Resource>
        <Resource id="%s" type="jakarta.jms.Queue" jndi="%s"
            class-name="io.rabbitra.destination.RabbitQueue">
          queueName = it.administered
          declare = declare
        </Resource>
      </resources>
      """
          .formatted(
              NativeDefinitions.FACTORY.replace("java:", ""),
              NativeDefinitions.FACTORY.replace("java:", ""),
              NativeDefinitions.QUEUE.replace("java:", ""),
              NativeDefinitions.QUEUE.replace("java:", ""));

  private static final String SATURATING =
      """
      <connector xmlns="https://jakarta.ee/xml/ns/jakartaee" version="2.1" metadata-complete="true">
        <vendor-name>RabbitRA</vendor-name>
        <eis-type>none</eis-type>
        <resourceadapter-version>1.0</resourceadapter-version>
        <resourceadapter>
          <resourceadapter-class>%s</resourceadapter-class>
        </resourceadapter>
      </connector>
      """
          .formatted(SaturatingAdapter.class.getName());

  private static final String APPLICATION =
      """
      <application xmlns="https://jakarta.ee/xml/ns/jakartaee" version="9">
        <module>
          <connector>rabbitra.rar</connector>
        </module>
        <module>
          <web>
            <web-uri>%s</web-uri>
            <context-root>%s</context-root>
          </web>
        </module>
      </application>
      """;

  private Archives() {}

  /** A war of message-driven beans. */
  public static WebArchive beans(String name, Class<?>... classes) {
    WebArchive war =
        ShrinkWrap.create(WebArchive.class, name)
            .addClasses(classes)
            .addClasses(Events.class, Gates.class)
            .setWebXML(references(Reference.POOLED));
    return Descriptors.standalone().addTo(war, classes);
  }

  /** A war that sends, keeps what beans report, and tells of the server's JVM. */
  public static WebArchive probe() {
    return ShrinkWrap.create(WebArchive.class, "probe.war")
        .addPackage(ProbeServlet.class.getPackage());
  }

  /** A war that uses Jakarta Messaging, with definitions of factories and destinations. */
  public static WebArchive jms() {
    WebArchive war =
        ShrinkWrap.create(WebArchive.class, "jms.war")
            .addPackage(Check.class.getPackage())
            .deleteClasses(InjectedBean.class, InjectedByIdBean.class, InjectedUnsharedBean.class)
            .addClass(injected(Environment.current().server()))
            .addAsWebInfResource(new StringAsset("<beans/>"), "beans.xml")
            .addAsWebInfResource(new StringAsset(TOMEE_RESOURCES), "resources.xml")
            .setWebXML(references(Reference.values()));
    return Descriptors.standalone().addTo(war, ReplyingMdb.class, DistrustingMdb.class);
  }

  /** An adapter that takes the server's threads away. */
  public static ResourceAdapterArchive saturatingAdapter() {
    JavaArchive classes =
        ShrinkWrap.create(JavaArchive.class, "saturating-classes.jar")
            .addPackage(SaturatingAdapter.class.getPackage())
            .addClass(Gates.class);
    return ShrinkWrap.create(ResourceAdapterArchive.class, "saturating.rar")
        .addAsLibrary(classes)
        .addAsManifestResource(new StringAsset(SATURATING), "ra.xml");
  }

  /** An ear of the adapter as it was built and a war of message-driven beans. */
  public static EnterpriseArchive ear(String name, Class<?>... classes) {
    String application = name.replaceFirst("\\.ear$", "");
    WebArchive war =
        ShrinkWrap.create(WebArchive.class, application + "-beans.war")
            .addClasses(classes)
            .addClasses(Events.class, Gates.class);
    return ShrinkWrap.create(EnterpriseArchive.class, name)
        .addAsModule(adapter())
        .addAsModule(Descriptors.inEar(application).addTo(war, classes))
        .setApplicationXML(new StringAsset(APPLICATION.formatted(war.getName(), application)));
  }

  private static ResourceAdapterArchive adapter() {
    return ShrinkWrap.create(ZipImporter.class, "rabbitra.rar")
        .importFrom(Environment.current().adapter().toFile())
        .as(ResourceAdapterArchive.class);
  }

  /** Where the server has what its page calls by this name. */
  public static String lookup(ApplicationServer server, Reference reference) {
    return server.jndi(nameInServer(reference.environmentName()));
  }

  private static StringAsset references(Reference... references) {
    ApplicationServer server = Environment.current().server();
    return new StringAsset(Reference.webXml(name -> server.jndi(nameInServer(name)), references));
  }

  /** The bean whose factory is named as the page of the server has it. */
  private static Class<?> injected(ApplicationServer server) {
    if (!server.injectsContextsByLookup()) {
      return InjectedByIdBean.class;
    }
    return server.kind() == ServerKind.LIBERTY ? InjectedUnsharedBean.class : InjectedBean.class;
  }

  private static String nameInServer(String environmentName) {
    return switch (environmentName) {
      case "jms/Pooled" -> POOLED;
      case "jms/Secured" -> SECURED;
      case "rabbit/Native" -> NATIVE;
      default -> environmentName;
    };
  }
}
