package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.resource.spi.InvalidPropertyException;
import java.beans.FeatureDescriptor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ActivationValidatorTest {

  private static InvalidPropertyException problems(RabbitActivationSpec spec) {
    return catchThrowableOfType(InvalidPropertyException.class, spec::validate);
  }

  private static RabbitActivationSpec valid() {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setDestinationName("orders");
    return spec;
  }

  @Test
  void specWithADestinationIsValidByDefault() {
    assertThat(problems(valid())).isNull();
  }

  @Test
  void lookupIsEnoughOfADestination() {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setDestinationLookup("java:app/orders");
    assertThat(problems(spec)).isNull();
  }

  @Test
  void everyWrongPropertyIsNamedAtOnceWithItsValue() {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setDestinationType("jakarta.jms.Topik");
    spec.setMaxSessions(0);
    spec.setPrefetch(65_536);
    spec.setReconnectInterval(-1);
    spec.setMaxReconnectInterval(null);
    spec.setDrainTimeout(-5);
    spec.setAcknowledgeMode("Client-acknowledge");
    spec.setDeclare("perhaps");
    spec.setTrustedPackages("com.acme.*");

    InvalidPropertyException problems = problems(spec);
    assertThat(problems)
        .hasMessageContaining("destinationType = jakarta.jms.Topik")
        .hasMessageContaining("allowed is jakarta.jms.Queue")
        .hasMessageContaining("destinationName")
        .hasMessageContaining("maxSessions = 0: allowed is a whole number from 1 to 2000")
        .hasMessageContaining("prefetch = 65536")
        .hasMessageContaining("reconnectInterval = -1")
        .hasMessageContaining("maxReconnectInterval = null")
        .hasMessageContaining("drainTimeout = -5: allowed is a whole number from 0")
        .hasMessageContaining("acknowledgeMode = Client-acknowledge")
        .hasMessageContaining("declare")
        .hasMessageContaining("perhaps")
        .hasMessageContaining("trustedPackages = com.acme.*");
    assertThat(Stream.of(problems.getInvalidPropertyDescriptors()).map(FeatureDescriptor::getName))
        .containsExactlyInAnyOrder(
            "destinationType",
            "destinationName",
            "maxSessions",
            "prefetch",
            "reconnectInterval",
            "maxReconnectInterval",
            "drainTimeout",
            "acknowledgeMode",
            "declare",
            "trustedPackages");
  }

  @Test
  void limitsThemselvesAreAllowed() {
    RabbitActivationSpec spec = valid();
    spec.setMaxSessions(2000);
    spec.setPrefetch(65_535);
    spec.setReconnectInterval(1);
    spec.setMaxReconnectInterval(1);
    spec.setDrainTimeout(0);
    spec.setAcknowledgeMode("Dups-ok-acknowledge");
    spec.setDeclare("Declare");
    assertThat(problems(spec)).isNull();
  }

  @Test
  void queueNameThatAmqpCannotCarryIsNamed() {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setDestination("q".repeat(256));
    InvalidPropertyException problems = problems(spec);
    assertThat(problems).hasMessageContaining("destinationName");
    assertThat(problems.getInvalidPropertyDescriptors()).hasSize(1);
  }
}
