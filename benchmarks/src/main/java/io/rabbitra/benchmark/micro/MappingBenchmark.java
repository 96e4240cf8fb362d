package io.rabbitra.benchmark.micro;

import io.rabbitra.benchmark.micro.SampleMessages.Wire;
import io.rabbitra.message.EncodedMessage;
import io.rabbitra.message.MessageMapper;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.TextMessage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The mapping of messages to AMQP and back. The way back ends when the application has read the
 * body: until then it is not decoded.
 */
@State(Scope.Benchmark)
public class MappingBenchmark {

  private final MessageMapper mapper = SampleMessages.mapper();
  private TextMessage text;
  private BytesMessage bytes;
  private MapMessage map;
  private Wire textOnWire;
  private Wire bytesOnWire;
  private Wire mapOnWire;

  @Setup
  public void make() throws JMSException {
    text = SampleMessages.text();
    bytes = SampleMessages.bytes();
    map = SampleMessages.map();
    textOnWire = Wire.of(text);
    bytesOnWire = Wire.of(bytes);
    mapOnWire = Wire.of(map);
  }

  @Benchmark
  public EncodedMessage textToAmqp() throws JMSException {
    return mapper.encode(text);
  }

  @Benchmark
  public EncodedMessage bytesToAmqp() throws JMSException {
    return mapper.encode(bytes);
  }

  @Benchmark
  public EncodedMessage mapToAmqp() throws JMSException {
    return mapper.encode(map);
  }

  @Benchmark
  public String textFromAmqp() throws JMSException {
    return ((TextMessage) textOnWire.decodedBy(mapper)).getText();
  }

  @Benchmark
  public byte[] bytesFromAmqp() throws JMSException {
    return bytesOnWire.decodedBy(mapper).getBody(byte[].class);
  }

  @Benchmark
  public long mapFromAmqp() throws JMSException {
    return ((MapMessage) mapOnWire.decodedBy(mapper)).getLong("account");
  }
}
