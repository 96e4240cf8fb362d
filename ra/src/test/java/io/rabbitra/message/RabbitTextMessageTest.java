package io.rabbitra.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RabbitTextMessageTest {

  @Test
  void receivedTextIsReadOnlyUntilItIsCleared() throws Exception {
    RabbitTextMessage message =
        new RabbitTextMessage("käse".getBytes(StandardCharsets.UTF_8), "UTF-8");
    message.becomeReceived();
    assertThatThrownBy(() -> message.setText("x")).isInstanceOf(MessageNotWriteableException.class);
    assertThat(message.getText()).isEqualTo("käse");
    message.clearBody();
    assertThat(message.getText()).isNull();
    message.setText("x");
    assertThat(message.getText()).isEqualTo("x");
  }

  @Test
  void clearBodyForgetsTextThatWasNeverRead() throws Exception {
    RabbitTextMessage message = new RabbitTextMessage(new byte[] {(byte) 0xc3}, "UTF-8");
    message.becomeReceived();
    message.clearBody();
    assertThat(message.getText()).isNull();
  }

  @Test
  void bodyIsAssignableToWhatAStringIs() throws Exception {
    RabbitTextMessage message = new RabbitTextMessage("x");
    assertThat(message.getBody(String.class)).isEqualTo("x");
    assertThat(message.getBody(CharSequence.class)).isEqualTo("x");
    assertThat(message.getBody(Serializable.class)).isEqualTo("x");
    assertThat(message.isBodyAssignableTo(Object.class)).isTrue();
    assertThat(message.isBodyAssignableTo(Map.class)).isFalse();
    assertThatThrownBy(() -> message.getBody(Map.class)).isInstanceOf(MessageFormatException.class);
  }

  @Test
  void bodyThatIsMissingIsNullOfEveryType() throws Exception {
    RabbitTextMessage message = new RabbitTextMessage();
    assertThat(message.isBodyAssignableTo(Map.class)).isTrue();
    assertThat((Object) message.getBody(Map.class)).isNull();
  }

  @Test
  void malformedUtf8IsAnExceptionEveryTime() {
    RabbitTextMessage message = new RabbitTextMessage(new byte[] {'a', (byte) 0xc3, 'b'}, "UTF-8");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(message::getText)
          .isInstanceOf(MessageFormatException.class)
          .hasMessageContaining("UTF-8");
    }
    assertThatThrownBy(() -> message.getBody(String.class))
        .isInstanceOf(MessageFormatException.class);
  }

  @Test
  void unknownCharsetIsNamed() {
    for (String charset : new String[] {"x-nothing", "not a charset"}) {
      assertThatThrownBy(new RabbitTextMessage(new byte[1], charset)::getText)
          .isInstanceOf(MessageFormatException.class)
          .hasMessageContaining(charset);
    }
  }
}
