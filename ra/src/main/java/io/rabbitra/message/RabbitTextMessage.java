package io.rabbitra.message;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.TextMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;

/**
 * A text message (Jakarta Messaging 3.1, 3.11.2). A received body is decoded when it is first read,
 * so that a malformed one is an exception of {@link #getText()} and not of the delivery.
 */
public class RabbitTextMessage extends RabbitMessage implements TextMessage {

  private String text;

  /** The body as received until it is decoded, null afterwards. */
  private byte[] undecoded;

  private String charset;

  /** A message without text. */
  public RabbitTextMessage() {}

  /** A message with this text, which may be null. */
  public RabbitTextMessage(String text) {
    this.text = text;
  }

  /**
   * A received body.
   *
   * @param body the bytes, not copied
   * @param charset the name that the sender gave
   */
  RabbitTextMessage(byte[] body, String charset) {
    this.undecoded = body;
    this.charset = charset;
  }

  @Override
  public void setText(String string) throws JMSException {
    requireWritableBody();
    text = string;
    undecoded = null;
  }

  /**
   * {@inheritDoc}
   *
   * @throws MessageFormatException the received body is malformed, or its charset unknown
   */
  @Override
  public String getText() throws JMSException {
    if (undecoded != null) {
      text = decode();
      undecoded = null;
    }
    return text;
  }

  private String decode() throws MessageFormatException {
    try {
      Charset named = Charset.forName(charset);
      return named.equals(StandardCharsets.UTF_8)
          ? Utf8.decode(undecoded)
          : named.newDecoder().decode(ByteBuffer.wrap(undecoded)).toString();
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      throw malformed("content-type names the unknown charset '" + charset + "'", unknown);
    } catch (CharacterCodingException malformed) {
      throw malformed(
          "the body is not " + charset + " (" + malformed.getMessage() + ")", malformed);
    }
  }

  private static MessageFormatException malformed(String why, Exception cause) {
    MessageFormatException exception =
        new MessageFormatException("The text cannot be decoded: " + why);
    exception.initCause(cause);
    return exception;
  }

  @Override
  public void clearBody() throws JMSException {
    super.clearBody();
    text = null;
    undecoded = null;
  }

  @Override
  WireBody wireBody() throws JMSException {
    return WireBody.text(getText());
  }

  @Override
  boolean hasNoBody() {
    return text == null && undecoded == null;
  }

  @Override
  Object body() throws JMSException {
    return getText();
  }

  @Override
  boolean isAssignableTo(Class<?> type) {
    return type.isAssignableFrom(String.class);
  }
}
