// The Basis transcoder that three ships builds its bindings with `new Function`, which our content security policy
// forbids. This plugin for Vite ships the same transcoder with those two functions written out as closures.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const ORIGINAL = 'node_modules/three/examples/jsm/libs/basis/basis_transcoder.js';
const CHANGED = 'node_modules/.vbranch/basis_transcoder.js';
const FROM_LOADER = "'../libs/basis/basis_transcoder.js'";

const CRAFT = `function craftInvokerFunction(humanName,argTypes,classType,invoker,fn){
  var count=argTypes.length-2;
  if(count<0)throwBindingError("argTypes array size mismatch! Must at least get return value and 'this' types!");
  var isMethod=argTypes[1]!==null&&classType!==null;
  var stacked=usesDestructorStack(argTypes);
  var returns=argTypes[0].name!=="void";
  return createNamedFunction(humanName,function(){
    if(arguments.length!==count)throwBindingError("function "+humanName+" called with "+arguments.length+" arguments, expected "+count);
    var destructors=stacked?[]:null;
    var first=isMethod?1:2;
    var wired=[];
    for(var i=first;i<argTypes.length;++i)wired.push(argTypes[i]["toWireType"](destructors,i===1?this:arguments[i-2]));
    var result=invoker(fn,...wired);
    if(stacked)runDestructors(destructors);
    else for(var j=first;j<argTypes.length;++j)if(argTypes[j].destructorFunction!==null)argTypes[j].destructorFunction(wired[j-first]);
    if(returns)return argTypes[0]["fromWireType"](result);
  });
}`;

const CALLER = `var __emval_get_method_caller=(argCount,argTypes,kind)=>{
  var types=emval_lookupTypes(argCount,argTypes);
  var retType=types.shift();
  var name="methodCaller<("+types.map(t=>t.name).join(", ")+") => "+retType.name+">";
  return emval_addMethodCaller(createNamedFunction(name,function(obj,func,destructorsRef,args){
    var offset=0;
    var values=types.map(type=>{var value=type.readValueFromPointer(args+offset);offset+=type["argPackAdvance"];return value});
    var result=kind===1?new func(...values):func.call(kind===0?obj:values.shift(),...values);
    if(!retType.isVoid)return emval_returnValue(retType,destructorsRef,result);
  }));
};`;

/** What is taken out (from its first to its last words), and what stands there instead. */
const CHANGES = [
  ['function newFunc(', 'return createNamedFunction(humanName,invokerFn)}', CRAFT],
  [
    'var __emval_get_method_caller=',
    'return emval_addMethodCaller(createNamedFunction(functionName,invokerFunction))};',
    CALLER,
  ],
];

/** The transcoder's text without code from strings; throws if a new version of three has changed it. */
export function withoutEval(text) {
  const changed = CHANGES.reduce((whole, [first, last, instead]) => {
    const begin = whole.indexOf(first);
    const end = whole.indexOf(last, begin);
    if (begin < 0 || end < 0) throw new Error(`${ORIGINAL} has changed: there is no ${first}`);
    return whole.slice(0, begin) + instead + whole.slice(end + last.length);
  }, text);
  if (/\bnewFunc\(|\bnew Function\b|\beval\(/.test(changed)) throw new Error(`${ORIGINAL} makes code of strings elsewhere`);
  return changed;
}

export function basisWithoutEval() {
  return {
    name: 'basis-without-eval',
    apply: 'build',
    buildStart() {
      mkdirSync(dirname(CHANGED), { recursive: true });
      writeFileSync(CHANGED, withoutEval(readFileSync(ORIGINAL, 'utf8')));
    },
    transform(code, id) {
      if (!id.endsWith('/KTX2Loader.js')) return null;
      if (!code.includes(FROM_LOADER)) throw new Error('KTX2Loader finds its transcoder in another way than before');
      const path = resolve(dirname(id), '../../../../.vbranch/basis_transcoder.js');
      if (path !== resolve(CHANGED)) throw new Error(`three lies elsewhere than in node_modules: ${id}`);
      return { code: code.replace(FROM_LOADER, "'../../../../.vbranch/basis_transcoder.js'"), map: null };
    },
  };
}
