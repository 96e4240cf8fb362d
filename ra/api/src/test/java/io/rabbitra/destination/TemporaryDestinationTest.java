package io.rabbitra.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.IllegalStateException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemporaryDestinationTest {

  @Test
  void nameSaysTheConnection() {
    assertThat(TemporaryNames.create("c1")).isNotEqualTo(TemporaryNames.create("c1"));
    assertThat(new RabbitTemporaryQueue(TemporaryNames.create("c1")).connectionId())
        .isEqualTo("c1");
    assertThat(new RabbitTemporaryTopic("other").connectionId()).isNull();
    assertThat(TemporaryNames.isTemporary(null)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> TemporaryNames.create("a.b"));
    assertThatIllegalArgumentException().isThrownBy(() -> TemporaryNames.create(""));
  }

  @Test
  void onlyTheOwnerDeletes() throws Exception {
    List<RabbitDestination> deleted = new ArrayList<>();
    String name = TemporaryNames.create("c1");
    RabbitTemporaryQueue queue = new RabbitTemporaryQueue(name, deleted::add);
    queue.delete();
    RabbitTemporaryTopic topic = new RabbitTemporaryTopic(name, deleted::add);
    topic.delete();
    assertThat(deleted).containsExactly(queue, topic);
    assertThatThrownBy(() -> new RabbitTemporaryQueue(name).delete())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Only the connection");
    RabbitTemporaryTopic copy = (RabbitTemporaryTopic) AdminObjectTest.copyOf(topic);
    assertThat(copy).isEqualTo(topic);
    assertThatThrownBy(copy::delete).isInstanceOf(IllegalStateException.class);
  }
}
