package io.rabbitra.benchmark.server;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** The deployment descriptors of the application: one class of bean, many beans. */
final class Descriptors {

  private static final String BEAN =
      """
          <message-driven>
            <ejb-name>%s</ejb-name>
            <ejb-class>io.rabbitra.benchmark.server.application.CountingMdb</ejb-class>
            <messaging-type>jakarta.jms.MessageListener</messaging-type>
            <transaction-type>Container</transaction-type>
            <activation-config>
      %s
            </activation-config>
          </message-driven>
      """;

  private static final String PROPERTY =
      """
              <activation-config-property>
                <activation-config-property-name>%s</activation-config-property-name>
                <activation-config-property-value>%s</activation-config-property-value>
              </activation-config-property>
      """;

  private static final String TRANSACTION =
      """
          <container-transaction>
            <method>
              <ejb-name>%s</ejb-name>
              <method-name>*</method-name>
            </method>
            <trans-attribute>%s</trans-attribute>
          </container-transaction>
      """;

  private static final String BINDING =
      """
          <r:resource-adapter-binding>
            <ejb-name>%s</ejb-name>
            <r:resource-adapter-name>%s</r:resource-adapter-name>
          </r:resource-adapter-binding>
      """;

  private final List<Bean> beans;

  Descriptors(List<Bean> beans) {
    this.beans = List.copyOf(beans);
  }

  /** {@code ejb-jar.xml}. */
  String standard() {
    return """
    <ejb-jar xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0">
      <enterprise-beans>
    %s  </enterprise-beans>
      <assembly-descriptor>
    %s  </assembly-descriptor>
    </ejb-jar>
    """
        .formatted(
            beans.stream().map(Descriptors::bean).collect(joining()),
            beans.stream().map(Descriptors::transaction).collect(joining()));
  }

  /** {@code jboss-ejb3.xml}: which bean has which adapter; none receives before it is told to. */
  String wildFly() {
    return """
    <jboss:ejb-jar xmlns:jboss="urn:jboss:jakarta:ee" xmlns="https://jakarta.ee/xml/ns/jakartaee"
                   xmlns:r="urn:resource-adapter-binding:2.0" xmlns:d="urn:delivery:3.0" version="4.0">
      <assembly-descriptor>
    %s    <d:delivery>
          <ejb-name>*</ejb-name>
          <d:active>false</d:active>
        </d:delivery>
      </assembly-descriptor>
    </jboss:ejb-jar>
    """
        .formatted(
            beans.stream()
                .map(
                    bean ->
                        BINDING.formatted(bean.name(), bean.adapter().resourceAdapter() + ".rar"))
                .collect(joining()));
  }

  private static String bean(Bean bean) {
    return BEAN.formatted(
        bean.name(),
        bean.activation().entrySet().stream()
            .map(entry -> PROPERTY.formatted(entry.getKey(), entry.getValue()))
            .collect(joining()));
  }

  private static String transaction(Bean bean) {
    return TRANSACTION.formatted(bean.name(), bean.acknowledgement().transactionAttribute());
  }
}
