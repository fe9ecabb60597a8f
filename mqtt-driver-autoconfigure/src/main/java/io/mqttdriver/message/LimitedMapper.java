package io.mqttdriver.message;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rebuilds a mapper with limits where the application left none, all other settings kept.
 * Jackson limits depth (500), numbers (1,000 digits), names and strings by itself; the
 * number of tokens and the length of a document it does not. Used once, by one thread.
 */
final class LimitedMapper extends JsonMapper.Builder {

	static final long MAX_TOKENS = 1_000_000;

	static final long MAX_BYTES = 16 * 1024 * 1024;

	private LimitedMapper(StateImpl state, JsonFactory factory) {
		super(state);
		this._streamFactory = factory;
	}

	static JsonMapper of(JsonMapper mapper) {
		StateImpl state = (StateImpl) mapper.rebuild().saveStateApplyModules();
		JsonFactory factory = mapper.tokenStreamFactory();
		StreamReadConstraints limits = limit(factory.streamReadConstraints());
		return new LimitedMapper(state, factory.rebuild().streamReadConstraints(limits).build()).build();
	}

	private static StreamReadConstraints limit(StreamReadConstraints given) {
		return given.rebuild()
			.maxTokenCount((given.getMaxTokenCount() > 0) ? given.getMaxTokenCount() : MAX_TOKENS)
			.maxDocumentLength((given.getMaxDocumentLength() > 0) ? given.getMaxDocumentLength() : MAX_BYTES)
			.build();
	}

}
