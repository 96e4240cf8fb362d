package io.rabbitra.suite.support;

import jakarta.ejb.MessageDriven;
import jakarta.jms.MessageListener;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * Says to every server which adapter delivers to the message-driven beans of a war. A server
 * ignores what is for another one.
 */
final class Descriptors {

  private final String wildflyName;
  private final String glassfishName;

  /** The id of an activation specification for beans of Jakarta Messaging. */
  private final String libertyName;

  private Descriptors(String wildflyName, String glassfishName, String libertyName) {
    this.wildflyName = wildflyName;
    this.glassfishName = glassfishName;
    this.libertyName = libertyName;
  }

  /** For an adapter that is deployed by itself. */
  static Descriptors standalone() {
    return new Descriptors("rabbitra.rar", "rabbitra", "rabbitra");
  }

  /** For an adapter in the ear that the war is in. */
  static Descriptors inEar(String ear) {
    return new Descriptors("#rabbitra.rar", ear + "#rabbitra", ear + ".rabbitra");
  }

  /** Adds them to a war with these beans among its classes. */
  WebArchive addTo(WebArchive war, Class<?>... classes) {
    List<Class<?>> beans =
        Arrays.stream(classes)
            .filter(each -> each.isAnnotationPresent(MessageDriven.class))
            .toList();
    if (!wildflyName.startsWith("#")) {
      war.addAsWebInfResource(new StringAsset(MODULE), "jboss-deployment-structure.xml");
    }
    return war.addAsWebInfResource(
            new StringAsset(WILDFLY.formatted(wildflyName)), "jboss-ejb3.xml")
        .addAsWebInfResource(
            new StringAsset(GLASSFISH.formatted(join(beans, this::glassfishBean))),
            "glassfish-ejb-jar.xml")
        .addAsWebInfResource(
            new StringAsset(TOMEE.formatted(join(beans, Descriptors::tomeeBean))),
            "openejb-jar.xml")
        .addAsWebInfResource(
            new StringAsset(LIBERTY.formatted(join(beans, this::libertyBean))),
            "ibm-ejb-jar-bnd.xml");
  }

  private static final String WILDFLY =
      """
      <jboss:ejb-jar xmlns:jboss="urn:jboss:jakarta:ee" xmlns="https://jakarta.ee/xml/ns/jakartaee"
          xmlns:r="urn:resource-adapter-binding:2.0" version="4.0">
        <assembly-descriptor>
          <r:resource-adapter-binding>
            <ejb-name>*</ejb-name>
            <r:resource-adapter-name>%s</r:resource-adapter-name>
          </r:resource-adapter-binding>
        </assembly-descriptor>
      </jboss:ejb-jar>
      """;

  private static final String MODULE =
      """
      <jboss-deployment-structure xmlns="urn:jboss:deployment-structure:1.3">
        <deployment>
          <dependencies>
            <module name="deployment.rabbitra.rar"/>
          </dependencies>
        </deployment>
      </jboss-deployment-structure>
      """;

  private static final String GLASSFISH =
      """
      <!DOCTYPE glassfish-ejb-jar PUBLIC "-//GlassFish.org//DTD GlassFish Application Server 3.1 EJB 3.1//EN"
        "http://glassfish.org/dtds/glassfish-ejb-jar_3_1-1.dtd">
      <glassfish-ejb-jar>
        <enterprise-beans>%s</enterprise-beans>
      </glassfish-ejb-jar>
      """;

  private static final String TOMEE =
      """
      <openejb-jar xmlns="http://www.openejb.org/openejb-jar/1.1">%s</openejb-jar>
      """;

  private static final String LIBERTY =
      """
      <ejb-jar-bnd xmlns="http://websphere.ibm.com/xml/ns/javaee" version="1.2">%s</ejb-jar-bnd>
      """;

  private String libertyBean(Class<?> bean) {
    return """
        <message-driven name="%s">
          <jca-adapter activation-spec-binding-name="%s"/>
        </message-driven>
        """
        .formatted(
            bean.getSimpleName(),
            listener(bean) == MessageListener.class ? libertyName : libertyName + "-native");
  }

  private String glassfishBean(Class<?> bean) {
    return """
        <ejb>
          <ejb-name>%s</ejb-name>
          <mdb-resource-adapter>
            <resource-adapter-mid>%s</resource-adapter-mid>
          </mdb-resource-adapter>
        </ejb>
        """
        .formatted(bean.getSimpleName(), glassfishName);
  }

  private static String tomeeBean(Class<?> bean) {
    return "<ejb-deployment ejb-name=\"%s\" container-id=\"rabbitra-%s\"/>"
        .formatted(bean.getSimpleName(), listener(bean).getName());
  }

  private static Class<?> listener(Class<?> bean) {
    Class<?> named = bean.getAnnotation(MessageDriven.class).messageListenerInterface();
    return named == Object.class ? MessageListener.class : named;
  }

  private static String join(List<Class<?>> beans, Function<Class<?>, String> element) {
    return beans.stream().map(element).collect(Collectors.joining());
  }
}
