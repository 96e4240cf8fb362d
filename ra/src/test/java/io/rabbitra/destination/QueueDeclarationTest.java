package io.rabbitra.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueueDeclarationTest {

  @Test
  void argumentsAreCopied() {
    Map<String, Object> arguments = new HashMap<>(Map.of("x-queue-type", "quorum"));
    QueueDeclaration declaration = new QueueDeclaration("q", arguments);
    arguments.clear();
    assertThat(declaration.arguments()).containsEntry("x-queue-type", "quorum");
    assertThatThrownBy(() -> declaration.arguments().put("a", "b"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(declaration.durable()).isTrue();
    assertThat(QueueDeclaration.of("q").arguments()).isEmpty();
  }

  @Test
  void nameIsChecked() {
    assertThatThrownBy(() -> QueueDeclaration.of("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void policyIsReadInAnyCase() {
    assertThat(DeclarePolicy.parse("none")).isSameAs(DeclarePolicy.NONE);
    assertThat(DeclarePolicy.parse("Passive")).isSameAs(DeclarePolicy.PASSIVE);
    assertThat(DeclarePolicy.parse(" DECLARE ")).isSameAs(DeclarePolicy.DECLARE);
  }

  @Test
  void wrongPolicyNamesPropertyValueAndWhatIsAllowed() {
    assertThatThrownBy(() -> DeclarePolicy.parse("create"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Property declare is 'create': allowed are none, passive, declare");
    assertThatThrownBy(() -> DeclarePolicy.parse(null)).hasMessageContaining("declare is null");
  }
}
