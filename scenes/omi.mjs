// Teaches gltf-transform the three OMI node extensions, which it would otherwise drop when it writes.
// Their content is small JSON without references to other parts of the file, so it is carried as it is.
import { Extension, ExtensionProperty, PropertyType } from '@gltf-transform/core';

function carrier(name) {
  class Carrier extends ExtensionProperty {
    static EXTENSION_NAME = name;
    init() {
      this.extensionName = name;
      this.propertyType = name;
      this.parentTypes = [PropertyType.NODE];
    }
    getDefaults() {
      return Object.assign(super.getDefaults(), { content: {} });
    }
  }

  return class extends Extension {
    static EXTENSION_NAME = name;
    extensionName = name;

    read(context) {
      (context.jsonDoc.json.nodes ?? []).forEach((definition, index) => {
        const content = definition.extensions?.[name];
        if (!content) return;
        const property = new Carrier(this.document.getGraph());
        property.set('content', content);
        context.nodes[index].setExtension(name, property);
      });
      return this;
    }

    write(context) {
      for (const node of this.document.getRoot().listNodes()) {
        const property = node.getExtension(name);
        if (!property) continue;
        const definition = context.jsonDoc.json.nodes[context.nodeIndexMap.get(node)];
        definition.extensions = { ...definition.extensions, [name]: property.get('content') };
      }
      return this;
    }
  };
}

export const OMI_EXTENSIONS = ['OMI_spawn_point', 'OMI_seat', 'OMI_link'].map(carrier);
