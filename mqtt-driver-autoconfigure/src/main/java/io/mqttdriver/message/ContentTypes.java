package io.mqttdriver.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * What a content type says; on the wire it may be any string. Stateless.
 */
final class ContentTypes {

	private ContentTypes() {
	}

	/** The MIME type, or null if the string is none. */
	static @Nullable MimeType parse(@Nullable String contentType) {
		if (contentType == null) {
			return null;
		}
		try {
			return MimeTypeUtils.parseMimeType(contentType);
		}
		catch (InvalidMimeTypeException ex) {
			return null;
		}
	}

	static Charset charset(@Nullable String contentType) {
		MimeType type = parse(contentType);
		Charset charset = (type != null) ? type.getCharset() : null;
		return (charset != null) ? charset : StandardCharsets.UTF_8;
	}

	/** Whether an object may be written as JSON under this content type. */
	static boolean allowsJson(@Nullable String contentType) {
		MimeType type = parse(contentType);
		return type == null || type.getSubtype().equalsIgnoreCase("json")
				|| type.getSubtype().toLowerCase(Locale.ROOT).endsWith("+json");
	}

}
